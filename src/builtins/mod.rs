//! What Python sees of the builtin types and functions: one file per type, each a table of methods and the functions behind it.

pub mod async_generator;
pub mod bytearray;
pub mod bytes;
pub mod code;
mod code_replace;
pub mod complex;
pub mod descriptors;
pub mod dict;
pub mod dict_views;
pub mod exception_group;
pub mod exceptions;
pub mod execute;
pub mod float;
pub mod frame;
pub mod frame_locals;
pub mod function;
pub mod functional;
pub mod functions;
pub mod generator;
pub mod generic_alias;
pub mod int;
pub mod iterators;
pub mod list;
pub mod list_sort;
pub mod mapping_proxy;
pub mod memoryview;
pub mod method_wrappers;
pub mod module;
pub mod none;
pub mod number_text;
pub mod object;
pub mod print;
pub mod property;
pub mod range;
pub mod reduce;
pub mod set;
pub mod simple_namespace;
pub mod slice;
pub mod str;
pub mod super_type;
pub mod template;
pub mod tuple;
pub mod type_alias;
pub mod type_object;
pub mod typevars;
pub mod union_type;
pub mod weakref;

use crate::runtime::native::TypeDef;

/// The definitions of all builtin types of this room.
#[must_use]
pub fn types() -> Vec<&'static TypeDef> {
    [
        async_generator::TYPES,
        bytearray::TYPES,
        bytes::TYPES,
        code::TYPES,
        complex::TYPES,
        descriptors::TYPES,
        dict::TYPES,
        dict_views::TYPES,
        exception_group::TYPES,
        exceptions::TYPES,
        float::TYPES,
        frame::TYPES,
        frame_locals::TYPES,
        function::TYPES,
        functional::TYPES,
        functions::TYPES,
        generator::TYPES,
        generic_alias::TYPES,
        int::TYPES,
        iterators::TYPES,
        list::TYPES,
        list_sort::TYPES,
        mapping_proxy::TYPES,
        memoryview::TYPES,
        method_wrappers::TYPES,
        module::TYPES,
        none::TYPES,
        object::TYPES,
        property::TYPES,
        range::TYPES,
        set::TYPES,
        simple_namespace::TYPES,
        slice::TYPES,
        str::TYPES,
        super_type::TYPES,
        template::TYPES,
        tuple::TYPES,
        type_alias::TYPES,
        type_object::TYPES,
        typevars::TYPES,
        union_type::TYPES,
        weakref::TYPES,
    ]
    .concat()
}
