//! Where files are looked for: a folder, or a folder inside a zip archive.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::object::{Native, Obj, T};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::trace_fields;

/// The most bytes that a file in an archive may unpack to.
const MOST_BYTES: u64 = 1 << 30;

/// A zip archive.
pub(super) struct Archive {
    zip: RefCell<zip::ZipArchive<Cursor<Vec<u8>>>>,
    files: HashSet<String>,
    folders: HashSet<String>,
}

impl Archive {
    /// Reads the directory of an archive; `None` when the bytes are none.
    pub(super) fn new(bytes: Vec<u8>) -> Option<Archive> {
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let (mut files, mut folders) = (HashSet::new(), HashSet::new());
        for name in zip.file_names().filter_map(Result::ok) {
            let mut at = 0;
            while let Some(i) = name.get(at..).and_then(|rest| rest.find('/')) {
                folders.insert(name[..at + i].to_string());
                at += i + 1;
            }
            if !name.ends_with('/') {
                files.insert(name.to_string());
            }
        }
        Some(Archive {
            zip: RefCell::new(zip),
            files,
            folders,
        })
    }

    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        let mut zip = self.zip.borrow_mut();
        let file = zip.by_name(name).map_err(std::io::Error::other)?;
        let mut data = Vec::new();
        file.take(MOST_BYTES).read_to_end(&mut data)?;
        Ok(data)
    }
}

/// A folder, or a folder in an archive.
#[derive(Clone)]
pub(super) enum Place {
    /// A folder of the system.
    Folder(PathBuf),
    /// Archive, its path, and the folder in it (empty or ending with a slash).
    Zip(Rc<Archive>, String, String),
}

impl Place {
    /// The path of a file here.
    pub(super) fn path(&self, name: &str) -> String {
        match self {
            Place::Folder(dir) => dir.join(name).to_string_lossy().into_owned(),
            Place::Zip(_, zip, prefix) => format!("{zip}/{prefix}{name}"),
        }
    }

    /// Is there such a file?
    pub(super) fn has(&self, name: &str) -> bool {
        match self {
            Place::Folder(dir) => dir.join(name).is_file(),
            Place::Zip(archive, _, prefix) => archive.files.contains(&format!("{prefix}{name}")),
        }
    }

    /// Is there such a folder?
    pub(super) fn has_folder(&self, name: &str) -> bool {
        match self {
            Place::Folder(dir) => dir.join(name).is_dir(),
            Place::Zip(archive, _, prefix) => {
                archive.folders.contains(&format!("{prefix}{name}"))
            }
        }
    }

    /// A folder here.
    pub(super) fn folder(&self, name: &str) -> Place {
        match self {
            Place::Folder(dir) => Place::Folder(dir.join(name)),
            Place::Zip(archive, zip, prefix) => Place::Zip(
                archive.clone(),
                zip.clone(),
                format!("{prefix}{name}/"),
            ),
        }
    }

    /// The content of a file here.
    pub(super) fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        match self {
            Place::Folder(dir) => std::fs::read(dir.join(name)),
            Place::Zip(archive, _, prefix) => archive.read(&format!("{prefix}{name}")),
        }
    }

    /// The place a search path entry means: a folder, an archive, or a folder in an archive.
    pub(super) fn open(path: &str) -> Option<Place> {
        let whole = if path.is_empty() { "." } else { path };
        if Path::new(whole).is_dir() {
            let dir = if path.is_empty() {
                std::env::current_dir().ok()?
            } else {
                PathBuf::from(path)
            };
            return Some(Place::Folder(dir));
        }
        let (mut file, mut inside) = (Path::new(path), String::new());
        while !file.is_file() {
            let name = file.file_name()?.to_string_lossy().into_owned();
            inside = format!("{name}/{inside}");
            file = file.parent()?;
        }
        let archive = Archive::new(std::fs::read(file).ok()?)?;
        let zip = file.to_string_lossy().into_owned();
        Some(Place::Zip(Rc::new(archive), zip, inside))
    }
}

/// The archives opened so far, by search path entry.
struct Archives(RefCell<HashMap<String, Option<Place>>>);

impl Native for Archives {
    const TYPE: T = T::Internal;
    trace_fields!();
}

const KEY: &str = "import archives";

/// As [`Place::open`], remembering archives.
pub(super) fn of(vm: &mut Vm, path: &str) -> PyResult<Option<Place>> {
    if path.is_empty() || Path::new(path).is_dir() {
        return Ok(Place::open(path));
    }
    let cache = match vm.state_get(KEY)?.and_then(Obj::<Archives>::from_value) {
        Some(cache) => cache,
        None => {
            let cache = Archives(RefCell::default());
            let cache = Obj::new(&mut vm.heap, cache).or_memory_error(vm)?;
            vm.state_set(KEY, cache.value())?;
            cache
        }
    };
    let known = cache.0.borrow().get(path).cloned();
    if let Some(place) = known {
        return Ok(place);
    }
    let place = Place::open(path);
    cache.0.borrow_mut().insert(path.to_string(), place.clone());
    Ok(place)
}
