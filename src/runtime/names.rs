//! Well-known names: interned once, compared by address; and the special methods that classes remember.

use crate::object::{Heap, OutOfMemory, Str, Value, intern::Interned};

macro_rules! names {
    ($($name:ident $text:literal;)*) => {
        /// Interned strings that the VM itself looks up.
        #[expect(missing_docs, reason = "each field is the string of its table line")]
        pub struct Names { $( pub $name: Str, )* }

        impl Names {
            /// Makes all of them.
            pub fn new(heap: &mut Heap, interned: &mut Interned) -> Result<Names, OutOfMemory> {
                Ok(Names { $( $name: { let s = Str::new(heap, $text)?; interned.intern(s) }, )* })
            }
        }
    };
}

names! {
    empty "";
    __abstractmethods__ "__abstractmethods__"; __all__ "__all__"; __annotate__ "__annotate__"; __annotate_func__ "__annotate_func__";
    __annotations__ "__annotations__"; __annotations_cache__ "__annotations_cache__";
    __bases__ "__bases__"; __build_class__ "__build_class__"; __builtins__ "__builtins__"; __cached__ "__cached__"; __class__ "__class__";
    __class_getitem__ "__class_getitem__"; __classcell__ "__classcell__"; __classdict__ "__classdict__"; __classdictcell__ "__classdictcell__";
    __conditional_annotations__ "__conditional_annotations__";
    __delattr__ "__delattr__"; __dict__ "__dict__"; __doc__ "__doc__"; __file__ "__file__"; __firstlineno__ "__firstlineno__"; __getattr__ "__getattr__";
    __getattribute__ "__getattribute__"; __import__ "__import__"; __init_subclass__ "__init_subclass__"; __loader__ "__loader__";
    __main__ "__main__"; __match_args__ "__match_args__"; __missing__ "__missing__"; __module__ "__module__"; __mro_entries__ "__mro_entries__"; __name__ "__name__"; __new__ "__new__";
    __notes__ "__notes__"; __orig_bases__ "__orig_bases__"; __package__ "__package__"; __parameters__ "__parameters__"; __path__ "__path__"; __prepare__ "__prepare__"; __qualname__ "__qualname__";
    __set_name__ "__set_name__"; __setattr__ "__setattr__"; __slots__ "__slots__"; __spec__ "__spec__"; __static_attributes__ "__static_attributes__"; __subclasscheck__ "__subclasscheck__"; __instancecheck__ "__instancecheck__"; __subclasshook__ "__subclasshook__";
    __text_signature__ "__text_signature__"; __type_params__ "__type_params__"; __weakref__ "__weakref__"; __origin__ "__origin__"; __args__ "__args__"; __typing_subst__ "__typing_subst__"; __typing_prepare_subst__ "__typing_prepare_subst__";
    __isabstractmethod__ "__isabstractmethod__"; __wrapped__ "__wrapped__"; __objclass__ "__objclass__"; __reduce__ "__reduce__"; __reduce_ex__ "__reduce_ex__"; __getstate__ "__getstate__"; __copy__ "__copy__"; __deepcopy__ "__deepcopy__"; __sizeof__ "__sizeof__"; __trunc__ "__trunc__"; __ceil__ "__ceil__"; __floor__ "__floor__"; __bytes__ "__bytes__"; __fspath__ "__fspath__"; __dir__ "__dir__"; __format__ "__format__"; __round__ "__round__"; __complex__ "__complex__"; __reversed__ "__reversed__"; __length_hint__ "__length_hint__"; __mro__ "__mro__"; __base__ "__base__"; __buffer__ "__buffer__";
    anonymous_lambda "<lambda>"; bytecode "bytecode"; builtins "builtins"; close "close"; displayhook "displayhook"; end "end"; encoding "encoding"; errors "errors"; excepthook "excepthook"; exc_handler "__exit__"; file "file"; filename "filename"; fileno "fileno"; flush "flush"; fromlist "fromlist";
    key "key"; keys "keys"; last_exc "last_exc"; last_type "last_type"; last_value "last_value"; last_traceback "last_traceback"; level "level"; locals "<locals>"; metaclass "metaclass"; meta_path "meta_path"; modules "modules"; mro "mro"; msg "msg"; name "name"; obj "obj"; path "path"; print_file_and_line "print_file_and_line"; readline "readline"; send "send"; sep "sep";
    stderr "stderr"; stdin "stdin"; stdout "stdout"; r#throw "throw"; unraisablehook "unraisablehook"; value "value"; write "write"; items "items"; values "values"; get "get"; update "update"; join "join"; total "total"; zero_arg_super "__class__";
}

macro_rules! specials {
    ($($Name:ident $text:literal;)*) => {
        /// A method that Python operations look up on the type. Every class remembers what it found.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the table gives each one's Python name")]
        pub enum Special { $( $Name ),* }

        impl Special {
            /// All of them.
            pub const ALL: &'static [Special] = &[ $( Special::$Name ),* ];
            /// The Python name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( Special::$Name => $text ),* }
            }
        }
    };
}

specials! {
    New "__new__"; Init "__init__"; Del "__del__"; Repr "__repr__"; Str "__str__"; Bytes "__bytes__"; Format "__format__"; Hash "__hash__";
    Bool "__bool__"; Len "__len__"; LengthHint "__length_hint__"; Call "__call__"; Iter "__iter__"; Next "__next__"; Reversed "__reversed__"; Contains "__contains__";
    GetItem "__getitem__"; SetItem "__setitem__"; DelItem "__delitem__"; Missing "__missing__";
    Get "__get__"; Set "__set__"; Delete "__delete__"; GetAttribute "__getattribute__"; GetAttr "__getattr__"; SetAttr "__setattr__"; DelAttr "__delattr__"; Dir "__dir__";
    Lt "__lt__"; Le "__le__"; Eq "__eq__"; Ne "__ne__"; Gt "__gt__"; Ge "__ge__";
    Add "__add__"; Sub "__sub__"; Mul "__mul__"; TrueDiv "__truediv__"; FloorDiv "__floordiv__"; Mod "__mod__"; Pow "__pow__"; Lshift "__lshift__"; Rshift "__rshift__"; And "__and__"; Or "__or__"; Xor "__xor__"; Matmul "__matmul__"; Divmod "__divmod__";
    Radd "__radd__"; Rsub "__rsub__"; Rmul "__rmul__"; RtrueDiv "__rtruediv__"; RfloorDiv "__rfloordiv__"; Rmod "__rmod__"; Rpow "__rpow__"; Rlshift "__rlshift__"; Rrshift "__rrshift__"; Rand "__rand__"; Ror "__ror__"; Rxor "__rxor__"; Rmatmul "__rmatmul__"; Rdivmod "__rdivmod__";
    Iadd "__iadd__"; Isub "__isub__"; Imul "__imul__"; ItrueDiv "__itruediv__"; IfloorDiv "__ifloordiv__"; Imod "__imod__"; Ipow "__ipow__"; Ilshift "__ilshift__"; Irshift "__irshift__"; Iand "__iand__"; Ior "__ior__"; Ixor "__ixor__"; Imatmul "__imatmul__";
    Neg "__neg__"; Pos "__pos__"; Abs "__abs__"; Invert "__invert__"; Int "__int__"; Float "__float__"; Complex "__complex__"; Index "__index__"; Round "__round__"; Trunc "__trunc__"; Floor "__floor__"; Ceil "__ceil__";
    Enter "__enter__"; Exit "__exit__"; Aenter "__aenter__"; Aexit "__aexit__"; Await "__await__"; Aiter "__aiter__"; Anext "__anext__";
    InstanceCheck "__instancecheck__"; SubclassCheck "__subclasscheck__"; Fspath "__fspath__"; SetName "__set_name__"; Buffer "__buffer__";
}

/// The interned names of the special methods, by number.
pub struct SpecialNames(Vec<Value>);

impl SpecialNames {
    /// Makes all of them.
    pub fn new(heap: &mut Heap, interned: &mut Interned) -> Result<SpecialNames, OutOfMemory> {
        let mut names = Vec::with_capacity(Special::ALL.len());
        for s in Special::ALL {
            let text = Str::new(heap, s.name())?;
            names.push(interned.intern(text).value()); // interned strings live for ever
        }
        Ok(SpecialNames(names))
    }

    /// The name of `s`.
    #[inline]
    #[must_use]
    pub fn get(&self, s: Special) -> Option<Str> {
        Str::from_value(*self.0.get(s as usize)?)
    }
}
