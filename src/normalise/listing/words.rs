//! Words by which titles and sentences are told apart where no mark parts them.
//!
//! In: folded words. Out: whether they begin titles, begin sentences, or cannot end a title. Lists are parted
//! by `|`. All three lists are judgements, no counts: words that stand so in the titles and summaries of listings. The
//! first has words of several languages, the others are English only.

/// Words that begin titles and sentences: recurring beside dates they are no category.
const COMMON_STARTS: &str = "\
    the|a|an|how|what|why|when|where|who|is|are|can|do|does|on|in|by|we|our|new|towards|toward|\
    from|with|for|to|this|these|it|as|at|introducing|announcing|measuring|understanding|using|\
    building|improving|and|or|no|not|all|one|der|die|das|le|la|les|el|los|il|een|het|de|wie|was|\
    warum|comment|pourquoi|como|come";

/// Words that begin a sentence more often than they stand, written with a capital, in the middle of a title.
const SENTENCE_STARTS: &str = "\
    the|a|an|we|our|this|these|in|it|today|here|as|to|when|while|for|by|using|can|how|what|why|\
    who|is|are|do|does|all|most|many|some|i|if|from|with|there|they|you|your|recent|large|last|\
    at|on|that|since|although|new|introducing|announcing|learn|read|discover|explore";

/// Words that cannot end a title.
const OPEN_ENDS: &str = "\
    the|a|an|of|in|on|at|to|for|with|and|or|by|from|as|is|are|our|your|their|its|via|into|than|\
    vs|versus|between|towards|toward|through|about|over|under|against|without|within|that|how|\
    why|what|who|when|where|introducing|announcing|not";

/// Whether a phrase begins many titles, so that its recurring says nothing.
pub(super) fn is_common_start(phrase: &str) -> bool {
    COMMON_STARTS.split('|').any(|word| word == phrase)
}

/// Whether a word begins sentences.
pub(super) fn begins_sentences(word: &str) -> bool {
    SENTENCE_STARTS.split('|').any(|start| start == word)
}

/// Whether a title cannot end with a word.
pub(super) fn needs_more(word: &str) -> bool {
    OPEN_ENDS.split('|').any(|open| open == word)
}
