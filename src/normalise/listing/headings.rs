//! What headings say of that which stands below them: other articles, what readers said, what a text cites, publications.
//!
//! In: the text of a heading. Out: yes or no. The lists are in the languages whose dates are read; judgements of what pages
//! write.

use std::sync::LazyLock;

use super::phrases::{SHORT, among, folded, plain};
use crate::document::fold;
use crate::normalise::tables::Set;

/// Headings of boxes beside an article; the whole text or its beginning.
const ASIDE_HEADINGS: &str = "\
    related|more from|more in|more on|more like this|more stories|more articles|more posts|\
    more news|read next|up next|read also|also read|see also|you may also|you might also|\
    recommended|keep reading|continue reading|further reading|next article|next post|latest|\
    recent|popular|most popular|most read|trending|top stories|editors picks|editor's picks|\
    don't miss|dont miss|what to read|what's next|other posts|other articles|other news|similar|\
    previous|verwandte|ahnliche|mehr zum thema|weitere artikel|das konnte sie auch|\
    auch interessant|lesen sie auch|a lire aussi|sur le meme sujet|articles similaires|\
    te puede interesar|articulos relacionados|relacionad|noticias relacionadas|leggi anche|\
    articoli correlati|potrebbe interessarti|leia tambem|veja tambem|lees ook|gerelateerd|\
    czytaj takze|zobacz takze|podobne|polecane|читайте также|похожие|по теме|相关|推荐|为你推荐|猜你喜欢|热门|\
    延伸阅读|大家都在看|関連|おすすめ|あわせて読みたい|人気|관련|추천|많이 본|인기|läs också|läs även|läs mer om|relaterat|\
    relaterade|læs også|relateret|relaterede|les også|relatert|relaterte|lue myös|lue lisää|katso myös|aiheeseen liittyv|\
    mohlo by vás zajímat|mohlo by vás zaujímať|související|súvisiace|čtěte také|čtěte dále|přečtěte si|prečítajte si|kapcsolódó|\
    ajánlott|olvassa el|ez is érdekelheti|citește și|citiți și|articole similare|articole asemănătoare|vezi și|διαβάστε επίσης|\
    διαβάστε ακόμα|δείτε επίσης|σχετικά άρθρα|σχετικές ειδήσεις|ilgili|benzer haberler|benzer yazılar|bunlar da ilginizi|\
    önerilen|også interessant|weitere themen|passend dazu|das könnte dich|siehe auch|zum weiterlesen|articles liés|articles connexes|\
    à lire également|lire aussi|voir aussi|también te puede|también puede interesar|lee también|lea también|contenido relacionado|\
    conteúdo relacionado|artigos relacionados|leia mais sobre|leggi pure|vedi anche|articoli simili|notizie correlate|\
    misschien ook interessant|bekijk ook|lees meer over|powiązane|przeczytaj także|przeczytaj też|czytaj też|zobacz też|\
    to może cię zainteresować|читайте також|схожі|за темою|пов'язані|смотрите также|вам может|материалы по теме|още по темата|\
    вижте също|прочетете още|相關|推薦|熱門|延伸閱讀|猜你喜歡|你可能|您可能|こちらもおすすめ|併せて読みたい|함께 보면|이런 기사|연관|أخبار ذات صلة|\
    مقالات ذات صلة|مواضيع ذات صلة|ذات صلة|اقرأ أيضا|اقرأ أيضاً|قد يعجبك|مطالب مرتبط|اخبار مرتبط|مرتبط|بیشتر بخوانید|כתבות נוספות|קראו גם|\
    אולי יעניין|עוד בנושא|यह भी पढ़ें|ये भी पढ़ें|संबंधित|berita terkait|artikel terkait|baca juga|terkait|tin liên quan|\
    bài viết liên quan|bài liên quan|có thể bạn quan tâm|ข่าวที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง|เรื่องที่เกี่ยวข้อง|\
    aus dem archiv|meistgelesen|à la une|les plus lus|lo más leído|lo más visto|más leídas|ultime notizie|i più letti|più letti|\
    mais lidas|meest gelezen|najczęściej czytane|najpopularniejsze|другие новости|другие статьи|другие материалы|самое читаемое|\
    другие публикации|інші новини|další zprávy|další články|nejčtenější|ďalšie správy|ďalšie články|najčítanejšie|legolvasottabb|\
    mest lästa|mest lest|mest læste|luetuimmat|ilginizi çekebilir|en çok okunan|热点新闻|热点|热文|最新新闻|相關新聞|熱點|アクセスランキング|\
    ランキング|注目記事|新着記事|많이 본 뉴스|in the same series|also in this series|other papers in this series|\
    other titles in this series|aus der gleichen reihe|aus derselben reihe|weitere titel der reihe|dans la même collection|\
    dans la même série|de la misma serie|en la misma serie|da mesma série|na mesma série|nella stessa collana|della stessa serie|\
    in dezelfde reeks|z tej samej serii|в этой серии|из этой серии|i samma serie|i samme serie|同系列|同じシリーズ|같은 시리즈";

/// Headings over what readers said, of all pages of a site. A judgement: those of forums and of columns beside blogs, and over what is said below a text.
const COMMENT_HEADINGS: &str = "\
    comment|comments|recent comments|latest comments|new comments|recent discussion|latest discussion|recent replies|\
    latest replies|kommentare|neueste kommentare|letzte kommentare|neue kommentare|commentaires|commentaires recents|\
    derniers commentaires|comentarios|comentarios recientes|ultimos comentarios|comentarios recentes|commenti|\
    commenti recenti|ultimi commenti|reacties|recente reacties|laatste reacties|komentarze|najnowsze komentarze|\
    ostatnie komentarze|комментарии|последние комментарии|свежие комментарии|评论|最新评论|近期评论|最近のコメント|\
    最近の投稿へのコメント|댓글|최근 댓글";

/// Headings over what was answered to a question, but for how many there are.
const ANSWER_HEADINGS: &str = "\
    answer|answers|best answer|accepted answer|top answer|other answers|more answers|all answers|your answer|reply|replies|\
    all replies|responses|antwort|antworten|beste antwort|hilfreichste antwort|weitere antworten|alle antworten|réponse|réponses|\
    meilleure réponse|autres réponses|respuesta|respuestas|mejor respuesta|otras respuestas|resposta|respostas|melhor resposta|\
    outras respostas|risposta|risposte|migliore risposta|altre risposte|antwoord|antwoorden|beste antwoord|odpowiedź|odpowiedzi|\
    najlepsza odpowiedź|ответ|ответы|ответа|ответов|лучший ответ|другие ответы|відповідь|відповіді|найкраща відповідь|svar|\
    bästa svaret|bedste svar|vastaus|vastaukset|paras vastaus|odpověď|odpovědi|nejlepší odpověď|odpovede|válasz|válaszok|\
    legjobb válasz|răspuns|răspunsuri|απαντήσεις|καλύτερη απάντηση|cevap|cevaplar|en iyi cevap|yanıtlar|отговори|إجابة|إجابات|\
    أفضل إجابة|پاسخ|پاسخ ها|תשובות|उत्तर|câu trả lời|jawaban|คำตอบ|回答|最佳答案|最佳回答|其他回答|其它回答|答案|ベストアンサー|\
    その他の回答|他の回答|件の回答|답변|채택 답변|개 답변|다른 답변";

/// Headings over what customers say, in whole.
const TESTIMONIAL_HEADINGS: &str = "\
    testimonials|testimonial|customer reviews|guest reviews|client reviews|patient reviews|what people say|\
    what our customers say|what our clients say|what customers say|what clients say|what they say|customer feedback|\
    kundenstimmen|kundenbewertungen|das sagen unsere kunden|avis clients|avis de nos clients|témoignages|\
    ils nous font confiance|opiniones de clientes|testimonios|depoimentos|testemunhos|testimonianze|dicono di noi|\
    reader reviews|listener reviews|user reviews|viewer reviews|ratings and reviews|reviews and ratings|ratings & reviews|reviews & ratings|\
    leserstimmen|hörerstimmen|leserbewertungen|bewertungen und rezensionen|avis des lecteurs|avis des auditeurs|\
    opiniones de lectores|valoraciones y reseñas|avaliações e opiniões|recensioni dei lettori|valutazioni e recensioni|\
    beoordelingen en recensies|oceny i recenzje|оценки и отзывы|отзывы читателей|\
    klantbeoordelingen|opinie klientów|отзывы клиентов|asiakaspalaute|müşteri yorumları|آراء العملاء|نظرات مشتریان|testimoni|\
    客户评价|用户评价|顧客評價|お客様の声|口コミ|고객 후기";

/// Headings over what customers say, or what a paper says of books and plays, in whole.
const REVIEW_HEADINGS: &str = "\
    reviews|bewertungen|rezensionen|erfahrungsberichte|opiniones|reseñas|avaliações|recensioni|beoordelingen|ervaringen|opinie|\
    referencje|отзывы|відгуки|omdömen|recensioner|anmeldelser|arvostelut|reference|recenze|hodnocení|recenzie|vélemények|recenzii|\
    κριτικές|yorumlar|ביקורות|समीक्षा|đánh giá|ulasan|รีวิว|评价|レビュー|후기|리뷰";

/// Headings over what a text cites.
const CITATION_HEADINGS: &str = "\
    references|bibliography|works cited|literature cited|citations|footnotes|notes and references|sources|\
    further reading|suggested reading|readings|weiterfuhrende literatur|viitteet|kaynakca|参考資料|literatur|literaturverzeichnis|quellen|\
    references bibliographiques|bibliographie|referencias|bibliografia|riferimenti|referencias bibliograficas|\
    literatuur|literatura|список литературы|литература|参考文献|참고문헌";

/// Headings over listings of publications; any word of the heading.
const LISTING_WORDS: &str = "\
    publications|papers|research|posts|articles|news|blog|reports|updates|announcements|notes|\
    essays|writing|preprints|publikationen|beitrage|nachrichten|actualites|articulos|noticias|\
    pubblicazioni|notizie|publicacoes|publicaties|nieuws|publikacje|aktualnosci|публикации|\
    новости|статьи";

/// Of them those that are said of papers of one's own, where `notes` may be those of a text.
const PAPERS_WORDS: &str = "\
    publications|papers|preprints|publikationen|publicaciones|pubblicazioni|publicacoes|publicaties|publikacje|\
    публикации";

/// [`ASIDE_HEADINGS`], folded.
static HEADING_ASIDES: LazyLock<Set<String>> = LazyLock::new(|| folded(ASIDE_HEADINGS));

/// [`COMMENT_HEADINGS`], folded.
static HEADING_COMMENTS: LazyLock<Set<String>> = LazyLock::new(|| folded(COMMENT_HEADINGS));

/// [`ANSWER_HEADINGS`], folded.
static HEADING_ANSWERS: LazyLock<Set<String>> = LazyLock::new(|| folded(ANSWER_HEADINGS));

/// [`TESTIMONIAL_HEADINGS`], folded.
static HEADING_TESTIMONIALS: LazyLock<Set<String>> = LazyLock::new(|| folded(TESTIMONIAL_HEADINGS));

/// [`REVIEW_HEADINGS`], folded.
static HEADING_REVIEWS: LazyLock<Set<String>> = LazyLock::new(|| folded(REVIEW_HEADINGS));

/// [`CITATION_HEADINGS`], folded.
static HEADING_CITATIONS: LazyLock<Set<String>> = LazyLock::new(|| folded(CITATION_HEADINGS));

/// Whether a heading stands over a box beside an article. Twice [`SHORT`], a judgement: the subject may follow.
pub(super) fn heads_an_aside(text: &str) -> bool {
    if text.len() > 2 * SHORT {
        return false;
    }
    let plain = plain(text);
    HEADING_ASIDES.iter().any(|phrase| plain.starts_with(phrase.as_str()))
}

/// Whether a heading stands over what a text cites.
pub(super) fn heads_citations(text: &str) -> bool {
    if text.len() > SHORT {
        return false;
    }
    // `5. References and notes`
    let plain = plain(text);
    let plain = plain.trim_start_matches(|sign: char| !sign.is_alphabetic());
    HEADING_CITATIONS.iter().any(|phrase| {
        plain.strip_prefix(phrase.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Whether a heading stands over what readers said: `Comments`, `12 comments`.
pub(crate) fn heads_comments(text: &str) -> bool {
    let is_number = |sign: char| sign.is_ascii_digit() || sign == ' ';
    text.len() <= SHORT && HEADING_COMMENTS.contains(plain(text).trim_matches(is_number))
}

/// Whether a heading stands over what was answered to a question: `Best answer`, `Other answers (2)`, `2 answers`.
pub(super) fn heads_answers(text: &str) -> bool {
    let is_counting = |sign: char| sign.is_ascii_digit() || !sign.is_alphabetic();
    let own = text.split(['(', '（', '[']).next().unwrap_or_default();
    own.len() <= SHORT && HEADING_ANSWERS.contains(plain(own).trim_matches(is_counting))
}

/// Whether a heading stands over what customers say of something.
pub(super) fn heads_testimonials(text: &str) -> bool {
    text.len() <= SHORT && HEADING_TESTIMONIALS.contains(plain(text).as_str())
}

/// Whether a heading stands over reviews, be they of customers or of a paper.
pub(super) fn heads_reviews(text: &str) -> bool {
    text.len() <= SHORT && HEADING_REVIEWS.contains(plain(text).as_str())
}

/// Whether a heading announces a listing of publications.
pub(super) fn heads_a_listing(text: &str) -> bool {
    has_word(text, |word| among!(LISTING_WORDS, word))
}

/// Whether a heading says that papers of somebody's own follow.
pub(super) fn heads_papers(text: &str) -> bool {
    has_word(text, |word| among!(PAPERS_WORDS, word))
}

fn has_word(text: &str, is_it: impl Fn(&str) -> bool) -> bool {
    text.len() <= SHORT && fold::fold(text).split(|letter: char| !letter.is_alphanumeric()).any(is_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_beside_articles_are_told_in_every_script() {
        for text in [
            "Related posts",
            "Ähnliche Beiträge",
            "Читайте также",
            "관련 기사",
            "Läs också",
            "Související články",
            "أخبار ذات صلة",
            "相關新聞",
            "यह भी पढ़ें",
        ] {
            assert!(heads_an_aside(text), "{text}");
        }
        for text in [
            "Aus dem Archiv",
            "Lo más leído",
            "Další zprávy",
            "热点新闻",
            "アクセスランキング",
            "Другие новости",
        ] {
            assert!(heads_an_aside(text), "{text}");
        }
        for text in ["Acoustics of caves", "동굴의 소리"] {
            assert!(!heads_an_aside(text), "{text}");
        }
    }

    #[test]
    fn comments_are_told_from_those_who_make_them() {
        for text in ["12 Comments", "Recent Discussion", "Derniers commentaires", "最新评论"] {
            assert!(heads_comments(text), "{text}");
        }
        for text in ["Comments on a paper", "Recent discussions", "Discussion papers"] {
            assert!(!heads_comments(text), "{text}");
        }
    }
}
