//! Type parameters and type aliases, and what the syntax for them (PEP 695, 696) calls (Objects/typevarobject.c).

use std::cell::Cell;

use super::{OrMemoryError, PyResult, Vm};
use crate::object::{Function, GcVec, Native, Obj, Str, T, Tuple, Value};
use crate::trace_fields;

/// A value that is computed when first asked for.
pub struct Lazy {
    /// The value, or empty.
    pub value: Cell<Value>,
    /// What computes it, or empty.
    pub evaluate: Cell<Value>,
}

impl Lazy {
    /// Neither value nor function.
    #[must_use]
    pub fn none() -> Lazy {
        Lazy {
            value: Cell::new(Value::EMPTY),
            evaluate: Cell::new(Value::EMPTY),
        }
    }

    /// A value that is there.
    #[must_use]
    pub fn of(value: Value) -> Lazy {
        Lazy {
            value: Cell::new(value),
            evaluate: Cell::new(Value::EMPTY),
        }
    }

    /// A value to be computed.
    #[must_use]
    pub fn by(evaluate: Value) -> Lazy {
        Lazy {
            value: Cell::new(Value::EMPTY),
            evaluate: Cell::new(evaluate),
        }
    }

    /// Is there neither a value nor a way to compute one?
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.value.get().is_empty() && self.evaluate.get().is_empty()
    }

    fn trace(&self, m: &mut crate::gc::Marker) {
        m.value(self.value.get().0);
        m.value(self.evaluate.get().0);
    }
}

/// `TypeVar`, `ParamSpec` and `TypeVarTuple` objects: the type says which.
pub struct TypeParam {
    /// `__name__`
    pub name: Cell<Value>,
    /// `__bound__`
    pub bound: Lazy,
    /// `__constraints__`
    pub constraints: Lazy,
    /// `__default__`
    pub default: Lazy,
    /// `__covariant__`
    pub covariant: bool,
    /// `__contravariant__`
    pub contravariant: bool,
    /// `__infer_variance__`
    pub infer_variance: bool,
    /// Attributes set by programs.
    pub dict: Cell<Value>,
}

impl Native for TypeParam {
    const TYPE: T = T::TypeVar;
    fn trace(&self, m: &mut crate::gc::Marker) {
        m.value(self.name.get().0);
        m.value(self.dict.get().0);
        self.bound.trace(m);
        self.constraints.trace(m);
        self.default.trace(m);
    }
    fn dict(&self) -> Option<&Cell<Value>> {
        Some(&self.dict)
    }
}

impl TypeParam {
    /// A parameter without anything but a name, its variance to be inferred.
    #[must_use]
    pub fn named(name: Value) -> TypeParam {
        TypeParam {
            name: Cell::new(name),
            bound: Lazy::none(),
            constraints: Lazy::none(),
            default: Lazy::none(),
            covariant: false,
            contravariant: false,
            infer_variance: true,
            dict: Cell::new(Value::EMPTY),
        }
    }
}

/// `TypeAliasType` objects.
pub struct TypeAlias {
    /// `__name__`
    pub name: Cell<Value>,
    /// `__value__`
    pub value: Lazy,
    /// `__type_params__`, a tuple, or empty when there are none.
    pub type_params: Cell<Value>,
    /// `__module__`, or empty when the function that computes the value has it.
    pub module: Cell<Value>,
}

impl Native for TypeAlias {
    const TYPE: T = T::TypeAliasType;
    fn trace(&self, m: &mut crate::gc::Marker) {
        for v in [&self.name, &self.type_params, &self.module] {
            m.value(v.get().0);
        }
        self.value.trace(m);
    }
}

/// What `evaluate_bound` and its like give for values that were given as they are.
pub struct ConstEvaluator {
    /// The value.
    pub value: Cell<Value>,
}

impl Native for ConstEvaluator {
    const TYPE: T = T::ConstEvaluator;
    trace_fields!(value);
}

/// `typing.NoDefault`
pub struct NoDefault;

impl Native for NoDefault {
    const TYPE: T = T::NoDefaultType;
    trace_fields!();
}

impl Vm {
    /// The singleton `typing.NoDefault`.
    pub fn no_default(&mut self) -> PyResult {
        if let Some(v) = self.state_get("typing.NoDefault")? {
            return Ok(v);
        }
        let v = Obj::new(&mut self.heap, NoDefault)
            .or_memory_error(self)?
            .value();
        self.state_set("typing.NoDefault", v)?;
        Ok(v)
    }

    /// The value of a lazily computed attribute: `None` when there is none.
    pub fn force(&mut self, lazy: &Lazy) -> PyResult<Option<Value>> {
        if let Some(v) = lazy.value.get().some() {
            return Ok(Some(v));
        }
        match lazy.evaluate.get().some() {
            Some(f) => {
                let v = self.call0(f)?;
                lazy.value.set(v);
                Ok(Some(v))
            }
            None => Ok(None),
        }
    }

    /// What `evaluate_…` attributes give: the function, or one that returns the value; `None` when there is neither.
    pub fn evaluator(&mut self, lazy: &Lazy) -> PyResult<Option<Value>> {
        if let Some(f) = lazy.evaluate.get().some() {
            return Ok(Some(f));
        }
        match lazy.value.get().some() {
            Some(v) => {
                let c = ConstEvaluator {
                    value: Cell::new(v),
                };
                Ok(Some(
                    Obj::new(&mut self.heap, c).or_memory_error(self)?.value(),
                ))
            }
            None => Ok(None),
        }
    }

    /// A type parameter of builtin type `t`.
    pub fn new_type_param(&mut self, t: T, p: TypeParam) -> PyResult {
        Ok(Obj::new_as(&mut self.heap, t, p)
            .or_memory_error(self)?
            .value())
    }

    /// The tuple with every TypeVarTuple unpacked, as `Generic[…]` and `__parameters__` want it.
    pub fn unpack_typevartuples(&mut self, params: Tuple) -> PyResult<Tuple> {
        if !params
            .items()
            .iter()
            .any(|&p| self.is_exact(p, T::TypeVarTuple))
        {
            return Ok(params);
        }
        let mut new = GcVec::new();
        for &p in params.items() {
            let p = if self.is_exact(p, T::TypeVarTuple) {
                self.typing_unpack(p)?
            } else {
                p
            };
            new.push(&mut self.heap, p).or_memory_error(self)?;
        }
        self.new_tuple(&new)
    }

    /// `typing.Unpack[v]`
    pub fn typing_unpack(&mut self, v: Value) -> PyResult {
        let typing = self.import_module("typing")?;
        let unpack = self.get_attr_str(typing, "Unpack")?;
        self.get_item(unpack, v)
    }

    /// CALL_INTRINSIC_1 numbers 7 to 11.
    pub fn typing_intrinsic_1(&mut self, number: u16, v: Value) -> PyResult {
        match number {
            7 => self.new_type_param(T::TypeVar, TypeParam::named(v)),
            8 => self.new_type_param(T::ParamSpec, TypeParam::named(v)),
            9 => self.new_type_param(T::TypeVarTuple, TypeParam::named(v)),
            10 => self.subscript_generic(v),
            11 => self.type_alias_of(v),
            n => Err(self.system_error(format_args!("unknown intrinsic function {n}"))),
        }
    }

    /// CALL_INTRINSIC_2 numbers 2 to 5; `a` is the lower operand.
    pub fn typing_intrinsic_2(&mut self, number: u16, a: Value, b: Value) -> PyResult {
        match number {
            2 => self.new_type_param(
                T::TypeVar,
                TypeParam {
                    bound: Lazy::by(b),
                    ..TypeParam::named(a)
                },
            ),
            3 => self.new_type_param(
                T::TypeVar,
                TypeParam {
                    constraints: Lazy::by(b),
                    ..TypeParam::named(a)
                },
            ),
            4 => {
                match Function::from_value(a) {
                    Some(f) => f.set_type_params(b),
                    None => {
                        return Err(
                            self.system_error("type parameters of something that is no function")
                        );
                    }
                }
                Ok(a)
            }
            5 => match Obj::<TypeParam>::from_value(a) {
                Some(p) => {
                    p.default.evaluate.set(b);
                    Ok(a)
                }
                None => {
                    let t = self.type_name(a);
                    Err(self.type_error(format_args!("Expected a type param, got {t}")))
                }
            },
            n => Err(self.system_error(format_args!("unknown intrinsic function {n}"))),
        }
    }

    /// `Generic[*params]` for the bases of `class C[…]`.
    fn subscript_generic(&mut self, params: Value) -> PyResult {
        let Some(params) = self.as_tuple(params) else {
            return Err(self.system_error("type parameters are no tuple"));
        };
        let generic = self.class(T::Generic).value();
        match self.typing_function("_GenericAlias")? {
            Some(f) => {
                let params = self.unpack_typevartuples(params)?;
                self.call_positional(f, &[generic, params.value()])
            }
            None => self.new_alias(generic, params, false),
        }
    }

    /// `type name[params] = …`
    fn type_alias_of(&mut self, parts: Value) -> PyResult {
        let Some(&[name, params, compute]) = Tuple::from_value(parts).map(Tuple::items) else {
            return Err(self.system_error("a type alias is made from three values"));
        };
        let params = self.as_tuple(params).map_or(Value::EMPTY, Tuple::value);
        let alias = TypeAlias {
            name: Cell::new(name),
            value: Lazy::by(compute),
            type_params: Cell::new(params),
            module: Cell::new(Value::EMPTY),
        };
        Ok(Obj::new(&mut self.heap, alias)
            .or_memory_error(self)?
            .value())
    }

    /// `__name__` of the module whose code is running.
    pub fn calling_module(&mut self) -> PyResult<Option<Value>> {
        let name: Str = self.names.__name__;
        match self.current_globals() {
            Some(globals) => self.dict_get_str(globals, name),
            None => Ok(None),
        }
    }
}
