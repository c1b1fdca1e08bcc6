//! What generic classes need of the module `typing` while no program has imported it (Lib/typing.py).
//!
//! `class C[T]` must not cost an import. Once `typing` is there, its own functions do the work, so that its objects fit together.

use super::generic::GenericAlias;
use super::typing::TypeParam;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{Class, GcVec, List, Obj, Str, T, Tuple, Value};

impl Vm {
    /// The function `name` of `typing`, when that module is loaded.
    pub fn typing_function(&mut self, name: &str) -> PyResult<Option<Value>> {
        let typing = self.intern("typing")?;
        let Some(module) = self.modules.get_str(typing).filter(|m| !m.is_none()) else {
            return Ok(None);
        };
        let name = self.intern(name)?;
        self.get_attr_opt(module, name)
    }

    /// `cls[params]` for a class derived from `Generic` (typing._generic_class_getitem).
    pub fn generic_class_getitem(&mut self, cls: Value, params: Value) -> PyResult {
        if let Some(f) = self.typing_function("_generic_class_getitem")? {
            return self.call_positional(f, &[cls, params]);
        }
        let params = match self.as_tuple(params) {
            Some(t) => t,
            None => Tuple::small(&mut self.heap, [params]),
        };
        if cls == self.class(T::Generic).value() {
            self.check_generic_params(params)?;
            return self.new_alias(cls, params, false);
        }
        let name = self.names.__parameters__;
        let parameters = match self.get_attr_opt(cls, name)? {
            Some(p) => self.tuple_from(p)?,
            None => self.empty_tuple,
        };
        let args = self.bind_parameters(cls, parameters, params)?;
        self.new_alias(cls, args, false)
    }

    fn check_generic_params(&mut self, params: Tuple) -> PyResult<()> {
        if params.is_empty() {
            return Err(self.type_error("Parameter list to Generic[...] cannot be empty"));
        }
        if params.items().iter().any(|&p| Obj::<TypeParam>::from_value(p).is_none()) {
            return Err(self.type_error("Parameters to Generic[...] must all be type variables or parameter specification variables."));
        }
        let repeated = params.items().iter().enumerate().any(|(i, p)| params.items()[..i].contains(p));
        if repeated { Err(self.type_error("Parameters to Generic[...] must all be unique")) } else { Ok(()) }
    }

    /// The arguments of `cls[args]`, one for each parameter; those for a TypeVarTuple stand side by side.
    fn bind_parameters(&mut self, cls: Value, parameters: Tuple, args: Tuple) -> PyResult<Tuple> {
        if parameters.is_empty() {
            let r = self.repr(cls)?.to_text();
            return Err(self.type_error(format_args!("{r} is not a generic class")));
        }
        let mut args = args;
        for &p in parameters.items() {
            let name = self.names.__typing_prepare_subst__;
            if let Some(prepare) = self.get_attr_opt(p, name)?.filter(|f| !f.is_none()) {
                let prepared = self.call_positional(prepare, &[cls, args.value()])?;
                args = self.tuple_from(prepared)?;
            }
        }
        if args.len() != parameters.len() {
            let (word, r, n, m) = (if args.len() > parameters.len() { "many" } else { "few" }, self.repr(cls)?.to_text(), args.len(), parameters.len());
            return Err(self.type_error(format_args!("Too {word} arguments for {r}; actual {n}, expected {m}")));
        }
        let mut new = GcVec::new();
        for (&p, &arg) in parameters.items().iter().zip(args.items()) {
            match self.as_tuple(arg).filter(|_| self.is_exact(p, T::TypeVarTuple)) {
                Some(many) => {
                    for &v in many.items() {
                        new.push(&mut self.heap, v).or_memory_error(self)?;
                    }
                }
                None => new.push(&mut self.heap, arg).or_memory_error(self)?,
            }
        }
        self.new_tuple(&new)
    }

    /// Sets `__parameters__` of a new class derived from `Generic` (typing._generic_init_subclass).
    pub fn generic_init_subclass(&mut self, class: Class) -> PyResult<()> {
        let generic = self.class(T::Generic).value();
        let name = self.names.__orig_bases__;
        let own = self.dict_get_str(class.dict(), name)?.and_then(|b| self.as_tuple(b));
        let bases = own.unwrap_or(self.bases_of(class));
        let plain = bases.items().contains(&generic);
        if plain && (own.is_some() || !Str::from_value(class.name()).is_some_and(|n| n.is("Protocol"))) {
            return Err(self.type_error("Cannot inherit from plain Generic"));
        }
        let parameters = match own {
            Some(bases) => self.class_parameters(bases, generic)?,
            None => self.empty_tuple,
        };
        let name = self.names.__parameters__;
        self.class_set_attr(class, name, parameters.value())
    }

    fn class_parameters(&mut self, bases: Tuple, generic: Value) -> PyResult<Tuple> {
        let all = self.make_parameters(bases.value())?;
        let mut declared: Option<Tuple> = None;
        for &b in bases.items() {
            let Some(alias) = Obj::<GenericAlias>::from_value(b).filter(|a| a.origin.get() == generic) else { continue };
            if declared.is_some() {
                return Err(self.type_error("Cannot inherit from Generic[...] multiple times."));
            }
            declared = Some(self.alias_parameters(alias)?);
        }
        let Some(declared) = declared else { return Ok(all) };
        let missing: Vec<Value> = all.items().iter().copied().filter(|p| !declared.items().contains(p)).collect();
        if missing.is_empty() { Ok(declared) } else { Err(self.undeclared(&missing, declared)) }
    }

    #[cold]
    fn undeclared(&mut self, missing: &[Value], declared: Tuple) -> Raised {
        let mut texts = [String::new(), String::new()];
        for (text, params) in texts.iter_mut().zip([missing, declared.items()]) {
            let mut parts = Vec::new();
            for &p in params {
                match self.str(p) {
                    Ok(s) => parts.push(s.to_text()),
                    Err(raised) => return raised,
                }
            }
            *text = parts.join(", ");
        }
        let [missing, declared] = texts;
        self.type_error(format_args!("Some type variables ({missing}) are not listed in Generic[{declared}]"))
    }

    /// `ParamSpec.__typing_subst__` (typing._paramspec_subst).
    pub fn param_spec_subst(&mut self, param: Value, arg: Value) -> PyResult {
        if let Some(f) = self.typing_function("_paramspec_subst")? {
            return self.call_positional(f, &[param, arg]);
        }
        match self.as_list(arg) {
            Some(l) => self.tuple_of_list(l).map(Tuple::value),
            None if self.as_tuple(arg).is_some() || arg == Value::ELLIPSIS || self.is_exact(arg, T::ParamSpec) => Ok(arg),
            None => {
                let r = self.repr(arg)?.to_text();
                Err(self.type_error(format_args!("Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {r}")))
            }
        }
    }

    /// `ParamSpec.__typing_prepare_subst__` (typing._paramspec_prepare_subst).
    pub fn param_spec_prepare(&mut self, param: Value, alias: Value, args: Value) -> PyResult {
        if let Some(f) = self.typing_function("_paramspec_prepare_subst")? {
            return self.call_positional(f, &[param, alias, args]);
        }
        let (params, given, at) = self.substitution(param, alias, args)?;
        let mut new = self.hold(given.items())?;
        if at == given.len()
            && let Some(p) = Obj::<TypeParam>::from_value(param)
            && let Some(default) = self.force(&p.default)?
        {
            new.push(&mut self.heap, default).or_memory_error(self)?;
        }
        let Some(&own) = new.get(at) else {
            let r = self.repr(alias)?.to_text();
            return Err(self.type_error(format_args!("Too few arguments for {r}")));
        };
        let is_list = |vm: &Vm, v: Value| vm.as_list(v).is_some() || vm.as_tuple(v).is_some();
        if params.len() == 1 && !is_list(self, own) && own != Value::ELLIPSIS && !self.is_exact(own, T::ParamSpec) {
            let all = self.new_tuple(&new)?;
            return self.new_tuple(&[all.value()]).map(Tuple::value);
        }
        if let Some(l) = self.as_list(own) {
            new[at] = self.tuple_of_list(l)?.value();
        }
        self.new_tuple(&new).map(Tuple::value)
    }

    /// `TypeVarTuple.__typing_prepare_subst__` (typing._typevartuple_prepare_subst).
    pub fn type_var_tuple_prepare(&mut self, param: Value, alias: Value, args: Value) -> PyResult {
        if let Some(f) = self.typing_function("_typevartuple_prepare_subst")? {
            return self.call_positional(f, &[param, alias, args]);
        }
        let (params, given, left) = self.substitution(param, alias, args)?;
        let right = params.len().saturating_sub(left + 1);
        if left + right > given.len() {
            let (r, n) = (self.repr(alias)?.to_text(), given.len());
            return Err(self.type_error(format_args!("Too few arguments for {r}; actual {n}, expected at least {}", params.len() - 1)));
        }
        let items = given.items();
        let middle = self.new_tuple(&items[left..items.len() - right])?;
        let mut new = self.hold(&items[..left])?;
        for &v in [middle.value()].iter().chain(&items[items.len() - right..]) {
            new.push(&mut self.heap, v).or_memory_error(self)?;
        }
        self.new_tuple(&new).map(Tuple::value)
    }

    /// The parameters of `alias`, the arguments given, and the place of `param` among the parameters.
    fn substitution(&mut self, param: Value, alias: Value, args: Value) -> PyResult<(Tuple, Tuple, usize)> {
        let name = self.names.__parameters__;
        let params = self.get_attr(alias, name)?;
        let params = self.tuple_from(params)?;
        let given = self.tuple_from(args)?;
        let at = params.items().iter().position(|&p| p == param).unwrap_or(params.len());
        Ok((params, given, at))
    }

    /// `__mro_entries__` of an alias: `Generic[…]` gives way to a generic class that follows it.
    pub fn alias_mro_entries(&mut self, alias: Value, origin: Value, bases: Value) -> PyResult<Tuple> {
        let generic = self.class(T::Generic).value();
        let bases = self.list_from(bases)?;
        let mut after = false;
        for i in 0..bases.len() {
            let b = List::get(bases, i).unwrap_or(Value::NONE);
            if after && origin == generic && Obj::<GenericAlias>::from_value(b).is_some() {
                return Ok(self.empty_tuple);
            }
            after |= b == alias;
        }
        self.new_tuple(&[origin])
    }
}
