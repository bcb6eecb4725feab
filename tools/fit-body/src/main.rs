//! Fits the trees by which rsearch tells a page's text from what surrounds it.
//!
//! In: a folder of pages whose text is known. Out: what the trees choose on pages they were not fitted to
//! (`cv.jsonl`, for the scorers), and on demand `weights.rs`. The blocks and their numbers are read by
//! rsearch's own code, taken in by path below, so that what is fitted is what runs; nothing here is part of
//! the program.

mod align;
mod boost;
mod data;
mod emit;
mod model;
mod reading;
mod report;

#[path = "../../../src/document/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the program's nouns; the body needs few of them")]
mod document;

#[path = "../../../src/formats"]
mod formats {
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "pages are decoded as HTML; other formats are the program's")
    )]
    pub(crate) mod charset;
}

#[path = "../../../src/normalise"]
mod normalise {
    pub(crate) mod citations;
    #[expect(clippy::allow_attributes, reason = "what is re-exported and unused fulfils no expectation")]
    #[allow(dead_code, reason = "the order of day and month is asked for by the dates of pages")]
    #[expect(
        unused_imports,
        reason = "the body asks for no dates; what a page is filed under stands by them"
    )]
    pub(crate) mod dates;
    pub(crate) mod language;
    #[expect(
        dead_code,
        unused_imports,
        reason = "the body asks for no listings; categories are told by their words"
    )]
    pub(crate) mod listing;
    #[expect(dead_code, reason = "the body asks for no names")]
    pub(crate) mod persons;
    pub(crate) mod rich;
    #[expect(dead_code, reason = "the body makes no summary")]
    pub(crate) mod summary;
    pub(crate) mod tables;

    pub(crate) mod html {
        #[cfg_attr(
            not(test),
            expect(
                dead_code,
                unused_imports,
                reason = "the body asks it for the names of article types only"
            )
        )]
        pub(crate) mod about;
        pub(crate) mod attributes;
        pub(crate) mod element;
        pub(crate) mod json_ld;
        pub(crate) mod metadata;
        pub(crate) mod plain;
        pub(crate) mod references;
        pub(crate) mod scripts;
        pub(crate) mod streamed;
        #[expect(dead_code, reason = "the body asks for no title of a listing")]
        pub(crate) mod title;
        pub(crate) mod tooltips;
        #[expect(dead_code, reason = "the program doubts what was flattened or cut")]
        pub(crate) mod tree;
        pub(crate) use about::{is_degree, is_institution};

        /// The program's body without its `mod.rs`, `model.rs` and `weights.rs`: [`crate::model`] answers
        /// instead.
        pub(crate) mod body {
            pub(crate) mod aids;
            pub(crate) mod alike;
            pub(crate) mod ancestry;
            pub(crate) mod asides;
            pub(crate) mod beside;
            pub(crate) mod blocks;
            pub(crate) mod candidates;
            pub(crate) mod comments;
            pub(crate) mod completed;
            pub(crate) mod copies;
            pub(crate) mod declared;
            pub(crate) mod ends;
            pub(crate) mod features;
            pub(crate) mod feet;
            pub(crate) mod formulas;
            pub(crate) mod goods;
            pub(crate) mod grids;
            pub(crate) mod groups;
            pub(crate) mod hidden;
            pub(crate) mod layers;
            pub(crate) mod lexicon;
            pub(crate) mod marks;
            pub(crate) mod nodes;
            pub(crate) mod notes;
            pub(crate) mod outline;
            pub(crate) mod region;
            pub(crate) mod render;
            pub(crate) mod seams;
            pub(crate) mod shelves;
            pub(crate) mod signs;
            pub(crate) mod tally;
            pub(crate) mod weigh;
            pub(crate) mod whole;

            use crate::model;
        }
    }
}

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;

use boost::{Bins, Blocks};

/// Fits the trees that tell a page's text from what surrounds it.
#[derive(Parser)]
struct Options {
    /// The folder with pages/, gt/ and urls.jsonl.
    data_dir: PathBuf,
    /// Parts into which the hosts are dealt for cross-validation.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(2..))]
    folds: u64,
    /// Trees of a model.
    #[arg(long, default_value_t = boost::TREES)]
    trees: usize,
    /// Where the pseudo-random draws start.
    #[arg(long, default_value_t = boost::SEED)]
    seed: u64,
    /// Where to write what is chosen in cross-validation.
    #[arg(long, value_name = "PATH", default_value = "cv.jsonl")]
    cv: PathBuf,
    /// Fit a model to all pages as well and write it here as Rust.
    #[arg(long, value_name = "PATH")]
    emit: Option<PathBuf>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let mut pages = data::read(&options.data_dir)?;
    let blocks = Blocks::of(&mut pages);
    eprintln!("{} pages, {} blocks, {} numbers a block", pages.len(), blocks.rows.len(), blocks.width());
    let bins = Bins::of(&blocks);

    let folds: Vec<u64> = pages.iter().map(|page| page.fold(options.folds)).collect();
    let models = report::cross_validate(&bins, &blocks, &folds, &options);
    eprintln!("log loss on blocks of hosts left out: {:.4}", report::loss(&blocks, &folds, &models)?);
    report::write(&options, &pages, &folds, &models)?;
    eprintln!("wrote {}", options.cv.display());

    if let Some(path) = &options.emit {
        let every = vec![true; pages.len()];
        let model = boost::fit(&bins, &blocks, &every, options.trees, options.seed);
        let source = emit::source(&model, pages.len())?;
        std::fs::write(path, source).with_context(|| format!("cannot write {}", path.display()))?;
        eprintln!("wrote {}", path.display());
    }
    Ok(())
}
