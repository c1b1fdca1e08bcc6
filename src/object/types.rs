//! The builtin types, declared once: number, name, module, base.
//!
//! A builtin type's number is also the id of the shape of its ordinary instances, so creating one needs no look-up.

/// May be a base class.
pub const BASE: u32 = 1;
/// Instances have a `__dict__` of their own.
pub const DICT: u32 = 2;
/// Instances are [`super::Instance`]s with fixed slots before their attributes (exceptions).
pub const SLOTTED: u32 = 4;
/// `type(...)()` cannot make one.
pub const NO_NEW: u32 = 8;

macro_rules! types {
    ($( $Name:ident $text:literal $module:literal : $Base:ident [$($flag:ident),*]; )*) => {
        /// A builtin type.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        #[repr(u32)]
        #[expect(missing_docs, reason = "the table names each type's Python name")]
        pub enum T { $( $Name ),* }

        impl T {
            /// All builtin types; a base stands before the types derived from it.
            pub const ALL: &'static [T] = &[ $( T::$Name ),* ];
            /// How many there are.
            pub const COUNT: usize = T::ALL.len();

            /// `__name__`
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( T::$Name => $text ),* }
            }

            /// `__module__`
            #[must_use]
            pub fn module(self) -> &'static str {
                match self { $( T::$Name => $module ),* }
            }

            /// The base class; `object` is its own.
            #[must_use]
            pub fn base(self) -> T {
                match self { $( T::$Name => T::$Base ),* }
            }

            /// Flags of this file.
            #[must_use]
            pub fn flags(self) -> u32 {
                match self { $( T::$Name => 0 $( | $flag )* ),* }
            }
        }
    };
}

types! {
    Object "object" "builtins": Object [BASE];
    Type "type" "builtins": Object [BASE, DICT];
    NoneType "NoneType" "builtins": Object [];
    NotImplementedType "NotImplementedType" "builtins": Object [];
    Ellipsis "ellipsis" "builtins": Object [];
    Int "int" "builtins": Object [BASE];
    Bool "bool" "builtins": Int [];
    Float "float" "builtins": Object [BASE];
    Complex "complex" "builtins": Object [BASE];
    Str "str" "builtins": Object [BASE];
    Bytes "bytes" "builtins": Object [BASE];
    ByteArray "bytearray" "builtins": Object [BASE];
    MemoryView "memoryview" "builtins": Object [];
    Tuple "tuple" "builtins": Object [BASE];
    List "list" "builtins": Object [BASE];
    Dict "dict" "builtins": Object [BASE];
    Set "set" "builtins": Object [BASE];
    FrozenSet "frozenset" "builtins": Object [BASE];
    Range "range" "builtins": Object [];
    Slice "slice" "builtins": Object [];
    Function "function" "builtins": Object [DICT];
    NativeFunction "builtin_function_or_method" "builtins": Object [NO_NEW];
    MethodDescriptor "method_descriptor" "builtins": Object [NO_NEW];
    WrapperDescriptor "wrapper_descriptor" "builtins": Object [NO_NEW];
    MethodWrapper "method-wrapper" "builtins": Object [NO_NEW];
    ClassMethodDescriptor "classmethod_descriptor" "builtins": Object [NO_NEW];
    GetSetDescriptor "getset_descriptor" "builtins": Object [NO_NEW];
    MemberDescriptor "member_descriptor" "builtins": Object [NO_NEW];
    Method "method" "builtins": Object [];
    Cell "cell" "builtins": Object [];
    Code "code" "builtins": Object [];
    Frame "frame" "builtins": Object [NO_NEW];
    Traceback "traceback" "builtins": Object [];
    FrameLocalsProxy "FrameLocalsProxy" "builtins": Object [];
    Module "module" "builtins": Object [BASE, DICT];
    Generator "generator" "builtins": Object [NO_NEW];
    Coroutine "coroutine" "builtins": Object [NO_NEW];
    CoroutineWrapper "coroutine_wrapper" "builtins": Object [NO_NEW];
    AsyncGenerator "async_generator" "builtins": Object [NO_NEW];
    AsyncGeneratorAsend "async_generator_asend" "builtins": Object [NO_NEW];
    AsyncGeneratorAthrow "async_generator_athrow" "builtins": Object [NO_NEW];
    AsyncGeneratorWrappedValue "async_generator_wrapped_value" "builtins": Object [NO_NEW];
    AnextAwaitable "anext_awaitable" "builtins": Object [NO_NEW];
    Property "property" "builtins": Object [BASE];
    ClassMethod "classmethod" "builtins": Object [BASE, DICT];
    StaticMethod "staticmethod" "builtins": Object [BASE, DICT];
    Super "super" "builtins": Object [BASE];
    MappingProxy "mappingproxy" "builtins": Object [];
    SimpleNamespace "SimpleNamespace" "types": Object [BASE, DICT];
    GenericAlias "GenericAlias" "types": Object [BASE];
    GenericAliasIterator "generic_alias_iterator" "builtins": Object [NO_NEW];
    UnionType "Union" "typing": Object [];
    TypeVar "TypeVar" "typing": Object [DICT];
    ParamSpec "ParamSpec" "typing": Object [DICT];
    TypeVarTuple "TypeVarTuple" "typing": Object [DICT];
    ParamSpecArgs "ParamSpecArgs" "typing": Object [];
    ParamSpecKwargs "ParamSpecKwargs" "typing": Object [];
    TypeAliasType "TypeAliasType" "typing": Object [];
    NoDefaultType "NoDefaultType" "builtins": Object [];
    ConstEvaluator "_ConstEvaluator" "_typing": Object [NO_NEW];
    Generic "Generic" "typing": Object [BASE];
    Template "Template" "string.templatelib": Object [];
    Interpolation "Interpolation" "string.templatelib": Object [];
    // iterators of the builtin types
    SeqIterator "iterator" "builtins": Object [NO_NEW];
    CallableIterator "callable_iterator" "builtins": Object [NO_NEW];
    ListIterator "list_iterator" "builtins": Object [NO_NEW];
    ListReverseIterator "list_reverseiterator" "builtins": Object [NO_NEW];
    TupleIterator "tuple_iterator" "builtins": Object [NO_NEW];
    RangeIterator "range_iterator" "builtins": Object [NO_NEW];
    LongRangeIterator "longrange_iterator" "builtins": Object [NO_NEW];
    StrIterator "str_iterator" "builtins": Object [NO_NEW];
    StrAsciiIterator "str_ascii_iterator" "builtins": Object [NO_NEW];
    BytesIterator "bytes_iterator" "builtins": Object [NO_NEW];
    ByteArrayIterator "bytearray_iterator" "builtins": Object [NO_NEW];
    MemoryIterator "memory_iterator" "builtins": Object [NO_NEW];
    SetIterator "set_iterator" "builtins": Object [NO_NEW];
    DictKeyIterator "dict_keyiterator" "builtins": Object [NO_NEW];
    DictValueIterator "dict_valueiterator" "builtins": Object [NO_NEW];
    DictItemIterator "dict_itemiterator" "builtins": Object [NO_NEW];
    DictReverseKeyIterator "dict_reversekeyiterator" "builtins": Object [NO_NEW];
    DictReverseValueIterator "dict_reversevalueiterator" "builtins": Object [NO_NEW];
    DictReverseItemIterator "dict_reverseitemiterator" "builtins": Object [NO_NEW];
    DictKeys "dict_keys" "builtins": Object [NO_NEW];
    DictValues "dict_values" "builtins": Object [NO_NEW];
    DictItems "dict_items" "builtins": Object [NO_NEW];
    Enumerate "enumerate" "builtins": Object [BASE];
    Filter "filter" "builtins": Object [BASE];
    Map "map" "builtins": Object [BASE];
    Zip "zip" "builtins": Object [BASE];
    Reversed "reversed" "builtins": Object [BASE];
    TemplateIterator "TemplateIter" "string.templatelib": Object [NO_NEW];
    LineIterator "line_iterator" "builtins": Object [NO_NEW];
    PositionsIterator "positions_iterator" "builtins": Object [NO_NEW];
    // weak references, threads, structures of native modules
    WeakRef "ReferenceType" "weakref": Object [BASE];
    WeakProxy "ProxyType" "weakref": Object [NO_NEW];
    WeakCallableProxy "CallableProxyType" "weakref": Object [NO_NEW];
    Lock "lock" "_thread": Object [];
    RLock "RLock" "_thread": Object [BASE];
    ThreadLocal "_local" "_thread": Object [BASE];
    ThreadHandle "_ThreadHandle" "_thread": Object [];
    SimpleQueue "SimpleQueue" "_queue": Object [BASE];
    AbcData "_abc_data" "_abc": Object [NO_NEW];
    DirEntry "DirEntry" "posix": Object [NO_NEW];
    ScandirIterator "ScandirIterator" "posix": Object [NO_NEW];
    // files
    IOBase "_IOBase" "_io": Object [BASE, DICT];
    RawIOBase "_RawIOBase" "_io": IOBase [BASE, DICT];
    BufferedIOBase "_BufferedIOBase" "_io": IOBase [BASE, DICT];
    TextIOBase "_TextIOBase" "_io": IOBase [BASE, DICT];
    FileIO "FileIO" "_io": RawIOBase [BASE, DICT];
    BytesIO "BytesIO" "_io": BufferedIOBase [BASE, DICT];
    StringIO "StringIO" "_io": TextIOBase [BASE, DICT];
    BufferedReader "BufferedReader" "_io": BufferedIOBase [BASE, DICT];
    BufferedWriter "BufferedWriter" "_io": BufferedIOBase [BASE, DICT];
    BufferedRandom "BufferedRandom" "_io": BufferedIOBase [BASE, DICT];
    BufferedRWPair "BufferedRWPair" "_io": BufferedIOBase [BASE, DICT];
    TextIOWrapper "TextIOWrapper" "_io": TextIOBase [BASE, DICT];
    IncrementalNewlineDecoder "IncrementalNewlineDecoder" "_io": Object [BASE];
    // itertools
    Accumulate "accumulate" "itertools": Object [BASE];
    Batched "batched" "itertools": Object [BASE];
    Chain "chain" "itertools": Object [BASE];
    Combinations "combinations" "itertools": Object [BASE];
    CombinationsWithReplacement "combinations_with_replacement" "itertools": Object [BASE];
    Compress "compress" "itertools": Object [BASE];
    Count "count" "itertools": Object [BASE];
    Cycle "cycle" "itertools": Object [BASE];
    DropWhile "dropwhile" "itertools": Object [BASE];
    FilterFalse "filterfalse" "itertools": Object [BASE];
    GroupBy "groupby" "itertools": Object [BASE];
    Grouper "_grouper" "itertools": Object [NO_NEW];
    Islice "islice" "itertools": Object [BASE];
    Pairwise "pairwise" "itertools": Object [BASE];
    Permutations "permutations" "itertools": Object [BASE];
    Product "product" "itertools": Object [BASE];
    Repeat "repeat" "itertools": Object [BASE];
    Starmap "starmap" "itertools": Object [BASE];
    TakeWhile "takewhile" "itertools": Object [BASE];
    Tee "_tee" "itertools": Object [];
    ZipLongest "zip_longest" "itertools": Object [BASE];
    // an internal marker that leaked would be of this type
    Internal "<internal>" "builtins": Object [NO_NEW];
    // exceptions; their fields are fixed slots: see builtins/exceptions.rs
    BaseException "BaseException" "builtins": Object [BASE, DICT, SLOTTED];
    BaseExceptionGroup "BaseExceptionGroup" "builtins": BaseException [BASE, DICT, SLOTTED];
    GeneratorExit "GeneratorExit" "builtins": BaseException [BASE, DICT, SLOTTED];
    KeyboardInterrupt "KeyboardInterrupt" "builtins": BaseException [BASE, DICT, SLOTTED];
    SystemExit "SystemExit" "builtins": BaseException [BASE, DICT, SLOTTED];
    Exception "Exception" "builtins": BaseException [BASE, DICT, SLOTTED];
    ArithmeticError "ArithmeticError" "builtins": Exception [BASE, DICT, SLOTTED];
    FloatingPointError "FloatingPointError" "builtins": ArithmeticError [BASE, DICT, SLOTTED];
    OverflowError "OverflowError" "builtins": ArithmeticError [BASE, DICT, SLOTTED];
    ZeroDivisionError "ZeroDivisionError" "builtins": ArithmeticError [BASE, DICT, SLOTTED];
    AssertionError "AssertionError" "builtins": Exception [BASE, DICT, SLOTTED];
    AttributeError "AttributeError" "builtins": Exception [BASE, DICT, SLOTTED];
    BufferError "BufferError" "builtins": Exception [BASE, DICT, SLOTTED];
    EOFError "EOFError" "builtins": Exception [BASE, DICT, SLOTTED];
    ImportError "ImportError" "builtins": Exception [BASE, DICT, SLOTTED];
    ModuleNotFoundError "ModuleNotFoundError" "builtins": ImportError [BASE, DICT, SLOTTED];
    LookupError "LookupError" "builtins": Exception [BASE, DICT, SLOTTED];
    IndexError "IndexError" "builtins": LookupError [BASE, DICT, SLOTTED];
    KeyError "KeyError" "builtins": LookupError [BASE, DICT, SLOTTED];
    MemoryError "MemoryError" "builtins": Exception [BASE, DICT, SLOTTED];
    NameError "NameError" "builtins": Exception [BASE, DICT, SLOTTED];
    UnboundLocalError "UnboundLocalError" "builtins": NameError [BASE, DICT, SLOTTED];
    OSError "OSError" "builtins": Exception [BASE, DICT, SLOTTED];
    BlockingIOError "BlockingIOError" "builtins": OSError [BASE, DICT, SLOTTED];
    ChildProcessError "ChildProcessError" "builtins": OSError [BASE, DICT, SLOTTED];
    ConnectionError "ConnectionError" "builtins": OSError [BASE, DICT, SLOTTED];
    BrokenPipeError "BrokenPipeError" "builtins": ConnectionError [BASE, DICT, SLOTTED];
    ConnectionAbortedError "ConnectionAbortedError" "builtins": ConnectionError [BASE, DICT, SLOTTED];
    ConnectionRefusedError "ConnectionRefusedError" "builtins": ConnectionError [BASE, DICT, SLOTTED];
    ConnectionResetError "ConnectionResetError" "builtins": ConnectionError [BASE, DICT, SLOTTED];
    FileExistsError "FileExistsError" "builtins": OSError [BASE, DICT, SLOTTED];
    FileNotFoundError "FileNotFoundError" "builtins": OSError [BASE, DICT, SLOTTED];
    InterruptedError "InterruptedError" "builtins": OSError [BASE, DICT, SLOTTED];
    IsADirectoryError "IsADirectoryError" "builtins": OSError [BASE, DICT, SLOTTED];
    NotADirectoryError "NotADirectoryError" "builtins": OSError [BASE, DICT, SLOTTED];
    PermissionError "PermissionError" "builtins": OSError [BASE, DICT, SLOTTED];
    ProcessLookupError "ProcessLookupError" "builtins": OSError [BASE, DICT, SLOTTED];
    TimeoutError "TimeoutError" "builtins": OSError [BASE, DICT, SLOTTED];
    ReferenceError "ReferenceError" "builtins": Exception [BASE, DICT, SLOTTED];
    RuntimeError "RuntimeError" "builtins": Exception [BASE, DICT, SLOTTED];
    NotImplementedError "NotImplementedError" "builtins": RuntimeError [BASE, DICT, SLOTTED];
    PythonFinalizationError "PythonFinalizationError" "builtins": RuntimeError [BASE, DICT, SLOTTED];
    RecursionError "RecursionError" "builtins": RuntimeError [BASE, DICT, SLOTTED];
    StopAsyncIteration "StopAsyncIteration" "builtins": Exception [BASE, DICT, SLOTTED];
    StopIteration "StopIteration" "builtins": Exception [BASE, DICT, SLOTTED];
    SyntaxError "SyntaxError" "builtins": Exception [BASE, DICT, SLOTTED];
    IndentationError "IndentationError" "builtins": SyntaxError [BASE, DICT, SLOTTED];
    IncompleteInputError "_IncompleteInputError" "builtins": SyntaxError [BASE, DICT, SLOTTED];
    TabError "TabError" "builtins": IndentationError [BASE, DICT, SLOTTED];
    SystemError "SystemError" "builtins": Exception [BASE, DICT, SLOTTED];
    TypeError "TypeError" "builtins": Exception [BASE, DICT, SLOTTED];
    ValueError "ValueError" "builtins": Exception [BASE, DICT, SLOTTED];
    UnicodeError "UnicodeError" "builtins": ValueError [BASE, DICT, SLOTTED];
    UnicodeDecodeError "UnicodeDecodeError" "builtins": UnicodeError [BASE, DICT, SLOTTED];
    UnicodeEncodeError "UnicodeEncodeError" "builtins": UnicodeError [BASE, DICT, SLOTTED];
    UnicodeTranslateError "UnicodeTranslateError" "builtins": UnicodeError [BASE, DICT, SLOTTED];
    Warning "Warning" "builtins": Exception [BASE, DICT, SLOTTED];
    BytesWarning "BytesWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    DeprecationWarning "DeprecationWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    EncodingWarning "EncodingWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    FutureWarning "FutureWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    ImportWarning "ImportWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    PendingDeprecationWarning "PendingDeprecationWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    ResourceWarning "ResourceWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    RuntimeWarning "RuntimeWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    SyntaxWarning "SyntaxWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    UnicodeWarning "UnicodeWarning" "builtins": Warning [BASE, DICT, SLOTTED];
    UserWarning "UserWarning" "builtins": Warning [BASE, DICT, SLOTTED];
}

/// The builtin type numbered `id`.
#[must_use]
pub fn from_id(id: u32) -> Option<T> {
    T::ALL.get(id as usize).copied()
}
