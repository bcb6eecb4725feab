//! Exports that keep the pages apart from what is known of them: which index describes a file, and which file is another's
//! rendering.
//!
//! In: a folder of an export. Out: for the files in it the index that tells of them. Told by names and places; of an index
//! only so much is read as says which files it means. What it says of them is for `formats`.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::captures::SidecarFile;
use crate::captures::tree::{Kind, Tree};
use crate::captures::walk::is_hidden;
use crate::captures::zotero::{self, Libraries};

/// Bytes of an index that are looked at.
const MAX_BYTES: u64 = 16 << 20;

/// The indexes that describe files of a folder, by the names of the files.
pub(super) fn described<'a>(
    tree: &dyn Tree,
    folder: &Path,
    names: impl Iterator<Item = &'a OsStr>,
    libraries: &mut Libraries,
) -> HashMap<OsString, SidecarFile> {
    if let Some(database) = zotero::database_of(tree, folder) {
        return of_zotero(tree, database, folder, names, libraries);
    }
    let Some((own, parent)) = folder.file_name().and_then(OsStr::to_str).zip(folder.parent()) else {
        return HashMap::new();
    };
    match own {
        "content" => of_omnivore(tree, parent, names),
        "container" => of_readeck(tree, parent, names),
        _ if is_number(own) && parent.file_name() == Some(OsStr::new("archives")) => {
            of_linkwarden(tree, parent, names)
        }
        _ => HashMap::new(),
    }
}

/// `storage/KEY/FILE`, which the `zotero.sqlite` beside `storage` knows. Systems spell a name in more ways than one, so that
/// a file that lies there alone is the one.
fn of_zotero<'a>(
    tree: &dyn Tree,
    database: PathBuf,
    folder: &Path,
    names: impl Iterator<Item = &'a OsStr>,
    libraries: &mut Libraries,
) -> HashMap<OsString, SidecarFile> {
    let Some((name, file)) = libraries.stored(tree, database, folder) else { return HashMap::new() };
    let names: Vec<&OsStr> = names.filter(|name| !is_hidden(name)).collect();
    let own = names.iter().find(|own| ***own == *name).or(names.first().filter(|_| names.len() == 1));
    own.into_iter().map(|own| ((*own).to_owned(), file.clone())).collect()
}

/// `content/SLUG.html`, which one of the `metadata_0_to_20.json` above knows.
fn of_omnivore<'a>(
    tree: &dyn Tree,
    parent: &Path,
    names: impl Iterator<Item = &'a OsStr>,
) -> HashMap<OsString, SidecarFile> {
    let mut indexes: HashMap<String, SidecarFile> = HashMap::new();
    for path in json_files(tree, parent) {
        let is_list =
            path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.starts_with("metadata_"));
        let Some((text, file)) = is_list.then(|| read(tree, &path)).flatten() else { continue };
        // Slugs are made of letters, digits and hyphens.
        for part in text.split("\"slug\"").skip(1) {
            let slug =
                part.trim_start().strip_prefix(':').and_then(|rest| rest.trim_start().strip_prefix('"'));
            if let Some((slug, _)) = slug.and_then(|rest| rest.split_once('"')) {
                indexes.insert(slug.to_owned(), file.clone());
            }
        }
    }
    let index = |name: &OsStr| {
        let slug = Path::new(name).file_stem()?.to_str()?;
        Some((name.to_owned(), indexes.get(slug)?.clone()))
    };
    names.filter_map(index).collect()
}

/// `container/index.html`, which the `info.json` above knows.
fn of_readeck<'a>(
    tree: &dyn Tree,
    parent: &Path,
    mut names: impl Iterator<Item = &'a OsStr>,
) -> HashMap<OsString, SidecarFile> {
    let page = OsStr::new("index.html");
    let found = names.any(|name| name == page).then(|| file(tree, &parent.join("info.json"))).flatten();
    found.into_iter().map(|index| (page.to_owned(), index)).collect()
}

/// `archives/COLLECTION/LINK.pdf` and `LINK_readability.json`, which an export beside `archives` knows. The page itself,
/// `LINK.html`, says where and when it was saved.
fn of_linkwarden<'a>(
    tree: &dyn Tree,
    archives: &Path,
    names: impl Iterator<Item = &'a OsStr>,
) -> HashMap<OsString, SidecarFile> {
    let names: Vec<&OsStr> = names.filter(|name| archived(name).is_some()).collect();
    if names.is_empty() {
        return HashMap::new();
    }
    let is_export = |text: &str| ["\"collections\"", "\"links\""].iter().all(|key| text.contains(key));
    let paths = archives.parent().map(|parent| json_files(tree, parent)).unwrap_or_default();
    let export = paths.iter().find_map(|path| read(tree, path).filter(|(text, _)| is_export(text)));
    let Some((_, file)) = export else { return HashMap::new() };
    names.into_iter().map(|name| (name.to_owned(), file.clone())).collect()
}

/// The link whose archive a file is, other than its page.
fn archived(name: &OsStr) -> Option<&str> {
    let name = name.to_str()?;
    let link = name.strip_suffix("_readability.json").or_else(|| name.strip_suffix(".pdf"))?;
    is_number(link).then_some(link)
}

/// Whether a file is another rendering of a page that lies beside it as such: Linkwarden's archives of one link.
pub(super) fn is_rendering(tree: &dyn Tree, path: &Path) -> bool {
    let Some(link) = path.file_name().and_then(archived) else { return false };
    let mut folders = path.components().rev().skip(1).filter_map(|part| part.as_os_str().to_str());
    let in_archives = folders.next().is_some_and(is_number) && folders.next() == Some("archives");
    in_archives && tree.is_file(&path.with_file_name(format!("{link}.html")))
}

/// Whether a file is Readeck's index of one article, which lies in a folder beside it.
pub(super) fn is_index_of_article(tree: &dyn Tree, path: &Path) -> bool {
    path.file_name() == Some(OsStr::new("info.json"))
        && tree.is_file(&path.with_file_name("container").join("index.html"))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The `.json` files of a folder, in the order of their names.
fn json_files(tree: &dyn Tree, folder: &Path) -> Vec<PathBuf> {
    let entries = tree.list(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| folder.join(entry.name))
        .filter(|path| path.extension() == Some(OsStr::new("json")))
        .collect();
    paths.sort_unstable();
    paths
}

fn file(tree: &dyn Tree, path: &Path) -> Option<SidecarFile> {
    let (_, (bytes, modified)) = tree.look(path).ok().filter(|(kind, _)| *kind == Kind::File)?;
    Some(SidecarFile { path: path.to_owned(), bytes, modified })
}

fn read(tree: &dyn Tree, path: &Path) -> Option<(String, SidecarFile)> {
    let file = file(tree, path)?;
    let bytes = tree.read(path, MAX_BYTES).ok()??;
    Some((String::from_utf8_lossy(&bytes).into_owned(), file))
}
