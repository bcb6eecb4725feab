//! Words that pages say around their text rather than in it.
//!
//! In: a block's text. Out: how many of its first words belong to each group. The languages are those of the
//! public benchmarks' pages; what a group is worth is fitted.

use std::sync::LazyLock;

use crate::normalise::tables::Table;

/// How many words of a text belong to each group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Words of menus, share bars, teasers.
    pub(crate) chrome: u32,
    /// Words of bylines, credits, tags.
    pub(crate) byline: u32,
    /// Words around the posts of forums.
    pub(crate) forum: u32,
    /// Words of shops.
    pub(crate) trade: u32,
    /// Words of footers.
    pub(crate) legal: u32,
}

/// Words that are looked at: what a block is shows at its beginning. A judgement; the weights are fitted with it.
const MOST_WORDS: usize = 16;

/// Bytes of a word that is looked up; longer words are in no group.
const LONGEST: usize = 24;

/// Counts the words of each group among the first of a text.
pub(crate) fn count(text: &str) -> Told {
    let mut told = Told::default();
    let mut lower = String::with_capacity(LONGEST);
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    for word in words.take(MOST_WORDS).filter(|word| word.len() <= LONGEST) {
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.extend(word.chars().flat_map(char::to_lowercase));
        }
        let Some(groups) = GROUPS.get(lower.as_str()) else { continue };
        told.chrome += u32::from(groups & CHROME != 0);
        told.byline += u32::from(groups & BYLINE != 0);
        told.forum += u32::from(groups & FORUM != 0);
        told.trade += u32::from(groups & TRADE != 0);
        told.legal += u32::from(groups & LEGAL != 0);
    }
    told
}

/// The groups of each word.
static GROUPS: LazyLock<Table<&str, u8>> = LazyLock::new(|| WORDS.iter().copied().collect());

const CHROME: u8 = 1;
const BYLINE: u8 = 2;
const FORUM: u8 = 4;
const TRADE: u8 = 8;
const LEGAL: u8 = 16;

/// Words and the groups that they belong to, in the order of their bytes.
#[rustfmt::skip]
const WORDS: &[(&str, u8)] = &[
    ("abmelden", 1), ("abonnez", 1), ("abonnieren", 1), ("accessibility", 16), ("account", 1),
    ("accueil", 1), ("actualizado", 2), ("ad", 1), ("add", 8), ("ads", 1), ("advertise", 1),
    ("advertisement", 1), ("affiliate", 16), ("affiliates", 16), ("afp", 2), ("agb", 16), ("ago", 6),
    ("aktualisiert", 2), ("all", 1), ("also", 1), ("anche", 1), ("anmelden", 1), ("answer", 4),
    ("answers", 4), ("anterior", 1), ("anzeige", 1), ("ap", 2), ("app", 1), ("articles", 1),
    ("artikel", 1), ("auch", 1), ("aussi", 1), ("auteur", 2), ("author", 2), ("authors", 2), ("autor", 2),
    ("autorin", 2), ("availability", 8), ("aviso", 16), ("back", 1), ("beitrag", 1), ("beiträge", 1),
    ("bestseller", 8), ("bild", 2), ("bildquelle", 2), ("buscar", 1), ("buy", 8), ("by", 2),
    ("careers", 16), ("carrito", 8), ("cart", 8), ("categories", 2), ("category", 2), ("cerca", 1),
    ("checkout", 8), ("choose", 8), ("clear", 8), ("click", 1), ("close", 1), ("clés", 2), ("color", 8),
    ("colour", 8), ("comentario", 2), ("comentarios", 2), ("comment", 2), ("commentaires", 2),
    ("comments", 2), ("commission", 16), ("compare", 8), ("compartilhe", 1), ("compartir", 1),
    ("conditions", 16), ("condividi", 1), ("confidentialité", 16), ("connexion", 1), ("consent", 16),
    ("contact", 16), ("contacto", 16), ("contributor", 2), ("cookie", 1), ("cookies", 17),
    ("copyright", 16), ("correspondent", 2), ("courtesy", 2), ("credit", 2), ("czytaj", 1), ("date", 2),
    ("datenschutz", 16), ("delen", 1), ("delivery", 8), ("di", 2), ("disclaimer", 16), ("door", 2),
    ("download", 1), ("downvote", 4), ("drucken", 1), ("e", 1), ("edited", 4), ("editor", 2), ("email", 1),
    ("envío", 8), ("etiquetas", 2), ("facebook", 1), ("filed", 2), ("filter", 8), ("filters", 8),
    ("follow", 1), ("forum", 4), ("forums", 4), ("foto", 2), ("fotos", 2), ("free", 8), ("fuente", 2),
    ("gdpr", 16), ("geplaatst", 2), ("getty", 2), ("gmbh", 16), ("here", 1), ("hide", 1), ("home", 1),
    ("image", 2), ("images", 2), ("impressum", 16), ("imprimer", 1), ("inc", 16), ("inicio", 1),
    ("inscreva", 1), ("inscription", 1), ("instagram", 1), ("interessant", 1), ("iscriviti", 1),
    ("item", 8), ("items", 8), ("joined", 4), ("jour", 2), ("junior", 4), ("karma", 4), ("kategorie", 2),
    ("kategorien", 2), ("komentarze", 2), ("kommentar", 2), ("kommentare", 2), ("kommentieren", 2),
    ("kontakt", 16), ("last", 2), ("latest", 1), ("le", 2), ("leer", 1), ("lees", 1), ("legal", 16),
    ("leggi", 1), ("leia", 1), ("lesen", 1), ("licensed", 16), ("lieferung", 8), ("like", 1), ("liked", 4),
    ("likes", 5), ("linkedin", 1), ("lire", 1), ("livraison", 8), ("llc", 16), ("load", 1), ("loading", 1),
    ("location", 4), ("log", 1), ("login", 5), ("ltd", 16), ("légales", 16), ("mail", 1), ("may", 1),
    ("mehr", 1), ("member", 4), ("members", 4), ("mentions", 16), ("menu", 1), ("menü", 1), ("message", 4),
    ("messages", 4), ("might", 1), ("min", 2), ("minute", 2), ("minutes", 2), ("mis", 2), ("moderator", 4),
    ("modified", 2), ("more", 1), ("mots", 2), ("más", 1), ("navigation", 1), ("newsletter", 1),
    ("next", 1), ("now", 8), ("nächster", 1), ("off", 8), ("on", 2), ("ook", 1), ("op", 4), ("open", 1),
    ("options", 8), ("opublikowano", 2), ("page", 1), ("pages", 1), ("panier", 8), ("par", 2),
    ("partager", 1), ("permalink", 4), ("photo", 2), ("photos", 2), ("pinterest", 1), ("plus", 1),
    ("points", 4), ("policies", 16), ("policy", 16), ("popular", 1), ("por", 2), ("post", 4),
    ("posted", 6), ("posts", 4), ("precio", 8), ("preis", 8), ("prev", 1), ("previous", 1), ("price", 8),
    ("prices", 8), ("print", 1), ("privacidad", 16), ("privacy", 16), ("prix", 8), ("product", 8),
    ("products", 8), ("précédent", 1), ("pubblicato", 2), ("publicado", 2), ("publicidad", 1),
    ("publicité", 1), ("published", 2), ("publié", 2), ("qty", 8), ("quantity", 8), ("quelle", 2),
    ("quote", 4), ("quoted", 4), ("rank", 4), ("rating", 8), ("ratings", 8), ("reacties", 2),
    ("reaction", 4), ("reactions", 4), ("read", 1), ("recent", 1), ("recherche", 1), ("recommended", 1),
    ("redaktion", 2), ("reddit", 1), ("register", 1), ("registered", 4), ("registrieren", 1),
    ("regular", 8), ("reklama", 1), ("related", 1), ("replies", 4), ("reply", 4), ("report", 4),
    ("reporter", 2), ("reputation", 4), ("reserved", 16), ("results", 8), ("returns", 8), ("reuters", 2),
    ("review", 8), ("reviews", 8), ("rights", 16), ("sale", 8), ("save", 8), ("schlagworte", 2),
    ("schlagwörter", 2), ("score", 4), ("search", 1), ("see", 1), ("select", 8), ("senior", 4),
    ("share", 1), ("shared", 1), ("shipping", 8), ("shop", 8), ("show", 1), ("sidebar", 1), ("sign", 1),
    ("signin", 1), ("signup", 1), ("siguiente", 1), ("sitemap", 16), ("size", 8), ("skip", 1), ("sku", 8),
    ("sold", 8), ("solved", 4), ("sort", 8), ("source", 2), ("sponsored", 1), ("staff", 2), ("stars", 8),
    ("startseite", 1), ("stock", 8), ("subscribe", 1), ("subscribed", 1), ("suche", 1), ("suchen", 1),
    ("suivant", 1), ("suivre", 1), ("suscribirse", 1), ("suscríbete", 1), ("szukaj", 1), ("síguenos", 1),
    ("tag", 2), ("tagged", 2), ("tags", 2), ("także", 1), ("también", 1), ("também", 1), ("teilen", 1),
    ("telegram", 1), ("terms", 16), ("thread", 4), ("threads", 4), ("toggle", 1), ("topic", 6),
    ("topics", 2), ("trademark", 16), ("trademarks", 16), ("trending", 1), ("tumblr", 1), ("twitter", 1),
    ("udostępnij", 1), ("uhr", 2), ("under", 2), ("unread", 4), ("updated", 2), ("upvote", 4), ("user", 4),
    ("users", 4), ("versand", 8), ("veröffentlicht", 2), ("view", 1), ("views", 4), ("volg", 1),
    ("von", 2), ("vorheriger", 1), ("vote", 4), ("votes", 4), ("warenkorb", 8), ("warranty", 8),
    ("weiter", 1), ("weiterlesen", 1), ("werbung", 1), ("whatsapp", 1), ("wishlist", 8), ("więcej", 1),
    ("written", 2), ("you", 1), ("youtube", 1), ("zobacz", 1), ("zoeken", 1), ("zurück", 1),
    ("ähnliche", 1), ("źródło", 2), ("автор", 2), ("источник", 2), ("комментарии", 2), ("поделиться", 1),
    ("подписаться", 1), ("поиск", 1), ("также", 1), ("фото", 2), ("читайте", 1),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_word_may_belong_to_several_groups() {
        let told = count("Posted by: Anna – 12 replies, Teilen");
        assert_eq!((told.byline, told.forum, told.chrome), (2, 2, 1));
    }
}
