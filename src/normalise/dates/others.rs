//! Words that make the date beside them one of something else than of what was published.
//!
//! In: a folded word. Out: what it is the date of, or none. Knows no page.

/// When a paper came to those who publish it, or they took it.
pub(crate) const RECEIPT: &str = "receipt";

/// When a page or a program was made out of its source.
pub(crate) const BUILD: &str = "a build";

/// When a thing is open to those who want to take part.
pub(crate) const REGISTRATION: &str = "registration";

/// Until when something can be done.
pub(crate) const EXPIRY: &str = "expiry";

/// When something takes place, or what lies around a date.
pub(crate) const EVENT: &str = "event";

/// When people meet, said together with the place.
pub(crate) const MEETING: &str = "a meeting";

/// What shows how something is written.
const EXAMPLE: &str = "an example";

/// When a reader made a copy: programs that clip, print or fetch pages note it.
const COPY: &str = "a copy";

/// When a page is looked at.
pub(crate) const VISIT: &str = "the time of the visit";

/// Of what else a word says that the date beside it is. A judgement; each language has the commonest.
pub(crate) fn of_another(folded: &str) -> Option<&'static str> {
    match folded {
        "copyright" => Some("copyright"),
        "generated" | "rendered" | "rendering" | "compiled" | "generiert" | "genere" | "generado"
        | "generato" => Some(BUILD),
        "expires" | "expired" | "expiry" | "until" | "till" | "deadline" | "deadlines" | "due" | "bis"
        | "jusqu'au" | "hasta" | "fino" | "closes" | "closing" | "through" | "ends" | "valid" | "gultig" => {
            Some(EXPIRY)
        }
        "accessed" | "retrieved" | "abgerufen" | "zugriff" | "consulte" | "consultado" | "archived"
        | "geraadpleegd" => Some("citation"),
        "joined" | "member" | "registered" | "registriert" | "mitglied" | "beigetreten" | "inscrit" => {
            Some("membership")
        }
        "registration" | "registrations" | "opens" | "anmeldung" | "anmeldeschluss" => Some(REGISTRATION),
        "since" | "seit" | "depuis" | "desde" | "founded" | "established" => Some("since"),
        "born" | "geboren" | "died" | "ne" | "nee" | "nacido" | "birthday" => Some("life"),
        "example" | "beispiel" | "exemple" | "ejemplo" | "exemplo" | "esempio" | "voorbeeld" => Some(EXAMPLE),
        "currently" | "now" | "today" | "heute" | "aujourd'hui" | "hoy" | "oggi" | "jetzt" => Some(VISIT),
        "received" | "accepted" | "eingereicht" | "eingegangen" | "angenommen" | "recu" | "accepte"
        | "recibido" | "aceptado" | "ricevuto" | "accettato" | "recebido" | "aceito" | "otrzymano"
        | "przyjeto" | "ontvangen" | "geaccepteerd" | "получено" | "получена" | "поступила" | "поступило"
        | "принято" | "принята" | "надишла" | "отримано" | "приинято" | "приинята" | "الاستلام" | "القبول"
        | "استلم" | "قبل" => Some(RECEIPT),
        "starts" | "begins" | "beginnt" | "from" | "event" | "termin" | "arrives" | "available"
        | "before" | "after" | "between" | "effective" | "next" | "nachste" => Some(EVENT),
        _ => None,
    }
}

/// What a folded word right before a date says that it is; pages use these words otherwise elsewhere. A judgement.
pub(crate) fn of_another_beside(folded: &str) -> Option<&'static str> {
    match folded {
        "einsendeschluss" | "bewerbungsschluss" | "meldeschluss" | "annahmeschluss" | "limite"
        | "cloture" | "vencimiento" | "scadenza" | "scade" | "entro" | "prazo" | "reageren"
        | "sluitingsdatum" | "uiterlijk" | "uzaverka" | "ansokningsdag" | "basvuru" | "hatarido"
        | "maaraaika" | "προθεσμια" | "срок" | "сроки" | "дедлаин" => Some(EXPIRY),
        // German and its neighbours put what a term is of before it: `Bewerbungsfrist`.
        _ if folded.ends_with("frist") => Some(EXPIRY),
        "clipped" | "printed" | "downloaded" | "exported" | "bookmarked" | "scanned" | "crawled"
        | "captured" | "synced" | "ausgedruckt" | "gedruckt" | "heruntergeladen" | "imprime"
        | "telecharge" | "impreso" | "descargado" | "stampato" | "scaricato" | "gedownload" => Some(COPY),
        "beginn" | "starting" | "closed" | "delivery" | "lieferung" | "lieferbar" | "verfugbar"
        | "disponible" | "disponibile" | "disponivel" | "beschikbaar" | "tillganglig" | "dostepny"
        | "dostepna" => Some(EVENT),
        _ => None,
    }
}
