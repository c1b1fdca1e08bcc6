//! Encodings as Python sees them: the codecs of `text/` with Python's exceptions, registered error handlers, and the registry of codecs written in
//! Python.

use super::exception::Exception;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{Bytes, Dict, List, Str, T, Tuple, Value};
use crate::text::codec::{
    self, CodecError, DecodeErrors, Decoded, EncodeErrors, Encoding, Errors, Failure, Patch,
};
use crate::text::{CharBuf, Chars};

/// Keys of `vm.state`: search functions, codecs found, error handlers.
const SEARCH_PATH: &str = "codecs.search_path";
const FOUND: &str = "codecs.found";
const HANDLERS: &str = "codecs.handlers";

/// What decides about errors while coding: a built-in handler, or one the program registered.
///
/// It is given to the functions of [`codec`], whose failures it turns into the pending exception.
pub struct Handler<'a> {
    vm: &'a mut Vm,
    builtin: Option<Errors>,
    name: Option<Str>,
}

impl<'a> Handler<'a> {
    /// The handler called `name`; none is `strict`. An unknown name is an error only when there is something to handle.
    pub fn new(vm: &'a mut Vm, name: Option<Str>) -> Handler<'a> {
        let builtin = match name {
            Some(name) => Errors::from_name(&name.to_text()),
            None => Some(Errors::Strict),
        };
        Handler { vm, builtin, name }
    }

    fn fail(&mut self, failure: Failure, t: T, object: Value) -> Raised {
        match failure {
            Failure::Error(e) => self.vm.unicode_error(t, object, e),
            Failure::Unsupported => self.vm.type_error(format_args!(
                "don't know how to handle {} in error callback",
                t.name()
            )),
        }
    }

    /// Asks the registered handler: the replacement and where to go on.
    fn ask(
        &mut self,
        t: T,
        object: Value,
        len: usize,
        error: CodecError,
    ) -> PyResult<(Value, usize)> {
        let vm = &mut *self.vm;
        let name = self.name.unwrap_or(vm.names.empty);
        let handler = vm.codec_error_handler(name)?;
        let e = vm.new_unicode_error(t, object, error)?;
        let answer = vm.call_positional(handler, &[e.value()])?;
        let (wanted, verb) = if t == T::UnicodeDecodeError {
            ("(str, int)", "decoding")
        } else {
            ("(str/bytes, int)", "encoding")
        };
        let pair = vm.as_tuple(answer).map(Tuple::items);
        let Some(&[replacement, position]) =
            pair.filter(|pair| pair.len() == 2 && vm.is_int(pair[1]))
        else {
            return Err(vm.type_error(format_args!(
                "{verb} error handler must return {wanted} tuple"
            )));
        };
        let is_bytes = Bytes::from_value(vm.payload(replacement)).is_some();
        if vm.as_str(replacement).is_none() && !(is_bytes && t == T::UnicodeEncodeError) {
            return Err(vm.type_error(format_args!(
                "{verb} error handler must return {wanted} tuple"
            )));
        }
        let at = vm.index_ssize(position)?;
        let next = if at < 0 {
            at.saturating_add_unsigned(len)
        } else {
            at
        };
        match usize::try_from(next).ok().filter(|&next| next <= len) {
            Some(next) => Ok((replacement, next)),
            None => Err(vm.index_error(format_args!(
                "position {at} from error handler out of bounds"
            ))),
        }
    }
}

impl DecodeErrors for Handler<'_> {
    type Failure = Raised;

    fn recover(
        &mut self,
        input: &[u8],
        error: CodecError,
        out: &mut CharBuf,
    ) -> Result<usize, Raised> {
        if let Some(mut builtin) = self.builtin {
            return match DecodeErrors::recover(&mut builtin, input, error, out) {
                Ok(next) => Ok(next),
                Err(failure) => {
                    let object = self.vm.new_bytes(input)?.value();
                    Err(self.fail(failure, T::UnicodeDecodeError, object))
                }
            };
        }
        let object = self.vm.new_bytes(input)?.value();
        let (replacement, next) = self.ask(T::UnicodeDecodeError, object, input.len(), error)?;
        if let Some(text) = self.vm.as_str(replacement) {
            out.extend(text.chars());
        }
        Ok(next)
    }
}

impl EncodeErrors for Handler<'_> {
    type Failure = Raised;

    fn recover(&mut self, text: Chars<'_>, error: CodecError) -> Result<(Patch, usize), Raised> {
        if let Some(mut builtin) = self.builtin {
            return match EncodeErrors::recover(&mut builtin, text, error) {
                Ok(patch) => Ok(patch),
                Err(failure) => {
                    let object = self.vm.new_text(text)?.value();
                    Err(self.fail(failure, T::UnicodeEncodeError, object))
                }
            };
        }
        let object = self.vm.new_text(text)?.value();
        let (replacement, next) = self.ask(T::UnicodeEncodeError, object, text.len(), error)?;
        let patch = match Bytes::from_value(self.vm.payload(replacement)) {
            Some(bytes) => Patch::Bytes(bytes.as_slice().to_vec()),
            None => Patch::Text(
                self.vm
                    .as_str(replacement)
                    .map_or_else(CharBuf::new, |s| s.chars().to_buf()),
            ),
        };
        Ok((patch, next))
    }

    fn refuse(&mut self, text: Chars<'_>, error: CodecError) -> Raised {
        match self.vm.new_text(text) {
            Ok(object) => self
                .vm
                .unicode_error(T::UnicodeEncodeError, object.value(), error),
            Err(raised) => raised,
        }
    }
}

impl Vm {
    fn new_unicode_error(&mut self, t: T, object: Value, e: CodecError) -> PyResult<Exception> {
        let encoding = self.new_str(e.encoding)?.value();
        let reason = self.new_str(e.reason)?.value();
        let (start, end) = (Value::from_len(e.start), Value::from_len(e.end));
        Exception::new(self, t, &[encoding, object, start, end, reason])
    }

    /// Raises UnicodeDecodeError or UnicodeEncodeError (`t`) about `object`.
    #[cold]
    pub fn unicode_error(&mut self, t: T, object: Value, e: CodecError) -> Raised {
        match self.new_unicode_error(t, object, e) {
            Ok(e) => self.raise(e),
            Err(raised) => raised,
        }
    }

    /// `s.encode(encoding, errors)`; missing arguments are `utf-8` and `strict`.
    pub fn encode_with(&mut self, s: Str, encoding: Option<Str>, errors: Option<Str>) -> PyResult {
        let builtin = match encoding {
            None => Some(Encoding::Utf8),
            Some(name) => self.builtin_encoding(name)?,
        };
        match (builtin, encoding) {
            (Some(builtin), _) => self.encode_text(s, builtin, errors).map(Bytes::value),
            (None, Some(name)) => self.encode_registered(s, name, errors),
            (None, None) => Err(self.lookup_error("unknown encoding: ")),
        }
    }

    /// `s.encode(encoding, errors)`
    pub fn encode(&mut self, s: Str, encoding: &str, errors: &str) -> PyResult {
        let encoding = self.new_str(encoding)?;
        let errors = self.new_str(errors)?;
        self.encode_with(s, Some(encoding), Some(errors))
    }

    /// `bytes(b).decode(encoding, errors)`; missing arguments are `utf-8` and `strict`. The bytes must stay as they are even if Python code runs.
    pub fn decode_with(
        &mut self,
        bytes: &[u8],
        encoding: Option<Str>,
        errors: Option<Str>,
    ) -> PyResult<Str> {
        let builtin = match encoding {
            None => Some(Encoding::Utf8),
            Some(name) => self.builtin_encoding(name)?,
        };
        match (builtin, encoding) {
            (Some(builtin), _) => self.decode_text(bytes, builtin, errors),
            (None, Some(name)) => self.decode_registered(bytes, name, errors),
            (None, None) => Err(self.lookup_error("unknown encoding: ")),
        }
    }

    /// `bytes(b).decode(encoding, errors)`
    pub fn decode(&mut self, bytes: &[u8], encoding: &str, errors: &str) -> PyResult<Str> {
        let encoding = self.new_str(encoding)?;
        let errors = self.new_str(errors)?;
        self.decode_with(bytes, Some(encoding), Some(errors))
    }

    fn builtin_encoding(&mut self, name: Str) -> PyResult<Option<Encoding>> {
        let text = name.to_text();
        if text.contains('\0') {
            return Err(self.value_error("embedded null character"));
        }
        Ok(Encoding::from_name(&text))
    }

    /// Encodes by a codec of `text/`.
    pub fn encode_text(
        &mut self,
        s: Str,
        encoding: Encoding,
        errors: Option<Str>,
    ) -> PyResult<Bytes> {
        if let (Some(ascii), Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1) =
            (s.as_ascii(), encoding)
        {
            return self.new_bytes(ascii.as_bytes());
        }
        let bytes = codec::encode(encoding, s.chars(), &mut Handler::new(self, errors))?;
        self.new_bytes(&bytes)
    }

    /// Decodes all of `bytes` by a codec of `text/`.
    pub fn decode_text(
        &mut self,
        bytes: &[u8],
        encoding: Encoding,
        errors: Option<Str>,
    ) -> PyResult<Str> {
        let narrow = match encoding {
            Encoding::Latin1 => true,
            Encoding::Utf8 | Encoding::Ascii => bytes.is_ascii(),
            _ => false,
        };
        if narrow {
            return self.new_text(Chars::Latin1(bytes));
        }
        let decoded = self.decode_partly(bytes, encoding, errors, true)?;
        self.new_text(decoded.text.as_chars())
    }

    /// Decodes by a codec of `text/`; unless `last`, an incomplete end is left over.
    pub fn decode_partly(
        &mut self,
        bytes: &[u8],
        encoding: Encoding,
        errors: Option<Str>,
        last: bool,
    ) -> PyResult<Decoded> {
        codec::decode(encoding, bytes, last, &mut Handler::new(self, errors))
    }

    // ---- the registry

    fn registry_list(&mut self, key: &str) -> PyResult<List> {
        if let Some(list) = self.state_get(key)?.and_then(List::from_value) {
            return Ok(list);
        }
        let list = self.new_list(&[])?;
        self.state_set(key, list.value())?;
        Ok(list)
    }

    fn registry_dict(&mut self, key: &str) -> PyResult<Dict> {
        if let Some(dict) = self.state_get(key)?.and_then(Dict::from_value) {
            return Ok(dict);
        }
        let dict = self.new_dict();
        self.state_set(key, dict.value())?;
        Ok(dict)
    }

    /// `codecs.register(search)`
    pub fn codec_register(&mut self, search: Value) -> PyResult<()> {
        if !self.is_callable(search) {
            return Err(self.type_error("argument must be callable"));
        }
        let path = self.registry_list(SEARCH_PATH)?;
        path.push(&mut self.heap, search).or_memory_error(self)
    }

    /// `codecs.unregister(search)`
    pub fn codec_unregister(&mut self, search: Value) -> PyResult<()> {
        let path = self.registry_list(SEARCH_PATH)?;
        if let Some(i) = (0..path.len()).find(|&i| path.get(i) == Some(search)) {
            path.remove_range(i..i + 1);
            let found = self.registry_dict(FOUND)?;
            found.clear(&mut self.heap).or_memory_error(self)?;
        }
        Ok(())
    }

    /// `codecs.lookup(name)`: the tuple that a search function found.
    pub fn codec_lookup(&mut self, name: Str) -> PyResult {
        let normalized = normalize(&name.to_text());
        let key = self.new_str(&normalized)?;
        let found = self.registry_dict(FOUND)?;
        if let Some(codec) = found.get_str(key) {
            return Ok(codec);
        }
        let path = self.registry_list(SEARCH_PATH)?;
        if path.is_empty() {
            self.import_encodings()?;
        }
        let mut i = 0;
        while let Some(search) = path.get(i) {
            i += 1;
            let codec = self.call_positional(search, &[key.value()])?;
            if codec.is_none() {
                continue;
            }
            if self.as_tuple(codec).is_none_or(|t| t.len() != 4) {
                return Err(self.type_error("codec search functions must return 4-tuples"));
            }
            found
                .set_str(&mut self.heap, key, codec)
                .or_memory_error(self)?;
            return Ok(codec);
        }
        let shown = name.to_text();
        Err(self.lookup_error(format_args!("unknown encoding: {shown}")))
    }

    /// The package that registers the codecs of the standard library.
    fn import_encodings(&mut self) -> PyResult<()> {
        let name = self.intern("encodings")?;
        match (self.hooks.import)(self, name, Value::NONE, Value::NONE, 0) {
            Ok(_) => Ok(()),
            Err(_) => self.catch(T::ImportError).map(|_| ()),
        }
    }

    fn text_codec(&mut self, name: Str, way: &str, function: usize) -> PyResult {
        let codec = self.codec_lookup(name)?;
        let attribute = self.intern("_is_text_encoding")?;
        if Tuple::from_value(codec).is_none()
            && let Some(flag) = self.try_get_attr(codec, attribute)?
            && !self.truth(flag)?
        {
            let name = name.to_text();
            return Err(self.lookup_error(format_args!(
                "'{name}' is not a text encoding; use {way} to handle arbitrary codecs"
            )));
        }
        Ok(self
            .as_tuple(codec)
            .and_then(|t| t.get(function))
            .unwrap_or(Value::NONE))
    }

    /// Calls a function of a codec; gives the first of the two things it returns.
    pub fn call_codec(
        &mut self,
        function: Value,
        object: Value,
        errors: Option<Str>,
        kind: &str,
    ) -> PyResult {
        let result = match errors {
            Some(errors) => self.call_positional(function, &[object, errors.value()])?,
            None => self.call_positional(function, &[object])?,
        };
        match self.as_tuple(result) {
            Some(pair) if pair.len() == 2 => Ok(pair.items()[0]),
            _ => Err(self.type_error(format_args!("{kind} must return a tuple (object, integer)"))),
        }
    }

    fn encode_registered(&mut self, s: Str, name: Str, errors: Option<Str>) -> PyResult {
        let encoder = self.text_codec(name, "codecs.encode()", 0)?;
        let made = self.call_codec(encoder, s.value(), errors, "encoder")?;
        if Bytes::from_value(self.payload(made)).is_some() {
            return Ok(made);
        }
        let (name, t) = (name.to_text(), self.type_name(made));
        Err(self.type_error(format_args!("'{name}' encoder returned '{t}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types")))
    }

    fn decode_registered(&mut self, bytes: &[u8], name: Str, errors: Option<Str>) -> PyResult<Str> {
        let decoder = self.text_codec(name, "codecs.decode()", 1)?;
        let bytes = self.new_bytes(bytes)?;
        let made = self.call_codec(decoder, bytes.value(), errors, "decoder")?;
        if let Some(s) = self.as_str(made) {
            return Ok(s);
        }
        let (name, t) = (name.to_text(), self.type_name(made));
        Err(self.type_error(format_args!("'{name}' decoder returned '{t}' instead of 'str'; use codecs.decode() to decode to arbitrary types")))
    }

    /// `codecs.register_error(name, handler)`
    pub fn codec_register_error(&mut self, name: Str, handler: Value) -> PyResult<()> {
        if !self.is_callable(handler) {
            return Err(self.type_error("handler must be callable"));
        }
        let handlers = self.registry_dict(HANDLERS)?;
        handlers
            .set_str(&mut self.heap, name, handler)
            .or_memory_error(self)
    }

    /// The error handler that the program registered as `name`; LookupError when there is none.
    pub fn codec_error_handler(&mut self, name: Str) -> PyResult {
        let handlers = self.registry_dict(HANDLERS)?;
        match handlers.get_str(name) {
            Some(handler) => Ok(handler),
            None => {
                let name = name.to_text();
                Err(self.lookup_error(format_args!("unknown error handler name '{name}'")))
            }
        }
    }
}

/// The name that search functions get: lower case, runs of anything but letters, digits and dots as one underscore.
#[must_use]
pub fn normalize(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    out
}
