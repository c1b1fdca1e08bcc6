//! The built-in error handlers as functions of a UnicodeError: what `codecs.lookup_error` gives.

use crate::native_functions;
use crate::object::{Bytes, T, Tuple, Value};
use crate::runtime::exception::Exception;
use crate::runtime::{PyResult, Raised, Vm};
use crate::text::CharBuf;
use crate::text::codec::{CodecError, DecodeErrors, EncodeErrors, Encoding, Errors, Patch};

native_functions! { HANDLERS = [
    /// Implements the 'strict' error handling, which raises a UnicodeError on coding errors.
    strict_errors(exc);
    /// Implements the 'ignore' error handling, which ignores malformed data and continues.
    ignore_errors(exc);
    /// Implements the 'replace' error handling, which replaces malformed data with a replacement marker.
    replace_errors(exc);
    /// Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference.
    xmlcharrefreplace_errors(exc);
    /// Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.
    backslashreplace_errors(exc);
    /// Implements the 'namereplace' error handling, which replaces an unencodable character with a \N{...} escape sequence.
    namereplace_errors(exc);
    surrogateescape(exc);
    surrogatepass(exc);
]}

const NAMES: &[Errors] = &[
    Errors::Strict,
    Errors::Ignore,
    Errors::Replace,
    Errors::XmlCharRefReplace,
    Errors::BackslashReplace,
    Errors::NameReplace,
    Errors::SurrogateEscape,
    Errors::SurrogatePass,
];

/// Registers all of them.
pub(super) fn register(vm: &mut Vm, module: Value) -> PyResult<()> {
    for (kind, def) in NAMES.iter().zip(HANDLERS) {
        let name = vm.intern(kind.name())?;
        let f = vm.new_native(T::NativeFunction, def, Value::EMPTY, Value::EMPTY, module);
        vm.codec_register_error(name, f.value())?;
    }
    Ok(())
}

fn strict_errors(vm: &mut Vm, exc: Value) -> PyResult {
    match Exception::checked(vm, exc) {
        Some(e) => Err(vm.raise(e)),
        None => Err(vm.type_error("codec must pass exception instance")),
    }
}

macro_rules! handlers {
    ($($name:ident $kind:ident;)*) => { $(
        fn $name(vm: &mut Vm, exc: Value) -> PyResult {
            handle(vm, Errors::$kind, exc)
        }
    )* };
}

handlers! {
    ignore_errors Ignore;
    replace_errors Replace;
    xmlcharrefreplace_errors XmlCharRefReplace;
    backslashreplace_errors BackslashReplace;
    namereplace_errors NameReplace;
    surrogateescape SurrogateEscape;
    surrogatepass SurrogatePass;
}

#[cold]
fn wrong_exception(vm: &mut Vm, exc: Value) -> Raised {
    let t = vm.type_name(exc);
    vm.type_error(format_args!(
        "don't know how to handle {t} in error callback"
    ))
}

fn handle(vm: &mut Vm, mut kind: Errors, exc: Value) -> PyResult {
    let Some(e) = Exception::checked(vm, exc) else {
        return Err(wrong_exception(vm, exc));
    };
    let object = |vm: &mut Vm| vm.get_attr_str(exc, "object");
    if e.is_a(vm, T::UnicodeDecodeError) {
        let object = object(vm)?;
        let bytes = vm.bytes_like(object)?;
        let error = error_of(vm, exc, bytes.len())?;
        let mut out = CharBuf::new();
        return match DecodeErrors::recover(&mut kind, &bytes, error, &mut out) {
            Ok(next) => {
                let text = vm.new_text(out.as_chars())?;
                Ok(answer(vm, text.value(), next))
            }
            Err(crate::text::codec::Failure::Error(_)) => Err(vm.raise(e)),
            Err(crate::text::codec::Failure::Unsupported) => Err(wrong_exception(vm, exc)),
        };
    }
    let translating = e.is_a(vm, T::UnicodeTranslateError);
    let allowed = matches!(
        kind,
        Errors::Ignore | Errors::Replace | Errors::BackslashReplace
    );
    if !e.is_a(vm, T::UnicodeEncodeError) && !(translating && allowed) {
        return Err(wrong_exception(vm, exc));
    }
    let object = object(vm)?;
    let Some(text) = vm.as_str(object) else {
        return Err(vm.type_error("object attribute must be str"));
    };
    let error = error_of(vm, exc, text.len())?;
    if translating && kind == Errors::Replace {
        let mut out = CharBuf::new();
        out.push_repeated(0xfffd, error.end.saturating_sub(error.start));
        let made = vm.new_text(out.as_chars())?;
        return Ok(answer(vm, made.value(), error.end));
    }
    match EncodeErrors::recover(&mut kind, text.chars(), error) {
        Ok((Patch::Text(patch), next)) => {
            let made = vm.new_text(patch.as_chars())?;
            Ok(answer(vm, made.value(), next))
        }
        Ok((Patch::Bytes(patch), next)) => {
            let made = vm.new_bytes(&patch).map(Bytes::value)?;
            Ok(answer(vm, made, next))
        }
        Err(_) => Err(vm.raise(e)),
    }
}

fn answer(vm: &mut Vm, made: Value, next: usize) -> Value {
    Tuple::small(&mut vm.heap, [made, Value::from_len(next)]).value()
}

/// The fields of a UnicodeError, positions clamped to the object.
fn error_of(vm: &mut Vm, exc: Value, len: usize) -> PyResult<CodecError> {
    let start = vm.get_attr_str(exc, "start")?;
    let start = clamp(vm.index_clamped(start)?, len.saturating_sub(1));
    let end = vm.get_attr_str(exc, "end")?;
    let end = clamp(vm.index_clamped(end)?, len).max(start);
    let encoding = vm.get_attr_str(exc, "encoding").ok();
    vm.take_pending();
    let encoding = encoding
        .and_then(|v| vm.as_str(v))
        .and_then(|s| Encoding::from_name(&s.to_text()));
    Ok(CodecError {
        encoding: encoding.map_or("", Encoding::name),
        start,
        end,
        reason: "",
    })
}

fn clamp(i: i64, most: usize) -> usize {
    usize::try_from(i).unwrap_or(0).min(most)
}
