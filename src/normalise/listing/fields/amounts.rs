//! Tells amounts that are granted, spent or owed from prices: what is sold has a price, and what has been given was published.
//!
//! In: the head of a column, or a text with its label. Out: yes or no. The words are judgements, in the languages whose dates are
//! read.

use std::sync::LazyLock;

use crate::normalise::listing::phrases::{SHORT, folded, plain};
use crate::normalise::tables::Set;

const AMOUNTS: &str = "\
    amount|amounts|grant|grant amount|amount granted|amount awarded|award|award amount|awarded|funding|funding amount|budget|\
    total budget|contribution|donation|fine|penalty|penalty amount|contract value|value|total value|betrag|summe|fördersumme|\
    förderbetrag|fördermittel|bewilligt|bewilligungssumme|auftragswert|bußgeld|montant|montant accordé|montant attribué|subvention|\
    dotation|financement|amende|importe|monto|cuantía|importe concedido|financiación|presupuesto|multa|valor|montante|orçamento|\
    financiamento|importo|importo assegnato|contributo|finanziamento|sanzione|bedrag|subsidie|subsidiebedrag|toegekend bedrag|boete|\
    kwota|kwota dofinansowania|dofinansowanie|wartość|сумма|сумма гранта|размер гранта|сума|belopp|beviljat belopp|bidrag|beløb|\
    bevilling|beløp|tildelt beløp|summa|myönnetty summa|částka|dotace|suma|dotácia|összeg|támogatás|ποσό|tutar|المبلغ|مبلغ|סכום|\
    金额|金額|资助金额|助成金額|中标金额|금액|지원금액";

static OF_AMOUNTS: LazyLock<Set<String>> = LazyLock::new(|| folded(AMOUNTS));

/// Whether a head says that amounts stand below it.
pub(crate) fn heads(text: &str) -> bool {
    text.len() <= SHORT
        && OF_AMOUNTS.contains(plain(text.split(['(', '（']).next().unwrap_or_default()).as_str())
}

/// Whether a text is an amount with its label: `Amount: $420,000`.
pub(crate) fn is_labelled(text: &str) -> bool {
    text.split_once([':', '：']).is_some_and(|(label, _)| heads(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_from_prices() {
        for head in ["Amount", "Grant amount (EUR)", "Fördersumme", "Montant"] {
            assert!(heads(head), "{head}");
        }
        for head in ["Price", "Preis", "From", ""] {
            assert!(!heads(head), "{head}");
        }
        assert!(is_labelled("Amount: $420,000") && !is_labelled("Price: $12"));
    }
}
