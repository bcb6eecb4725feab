//! What is run within a page.
//!
//! In: nothing. Out: expressions of JavaScript. A page may answer them with a lie, so their values are taken for no more than words.

/// Presses the first element of a selector that can be seen. Gives -1 where there is none, null where the selector is none, else how
/// many elements the page has.
pub(super) const PRESS: &str = r"(selector => {
  const seen = element => element.getClientRects().length > 0 && !element.disabled;
  let found;
  try { found = [...document.querySelectorAll(selector)].find(seen); } catch { return null; }
  if (!found) return -1;
  const size = document.getElementsByTagName('*').length;
  found.click();
  return size;
})";

/// Presses whatever says that the page goes on, and scrolls to the end. A button is pressed again if the page has grown since. Passed
/// over: what leads to another page, what sends a form, menus. Gives how many were pressed, and how many elements the page has.
pub(super) const EXPAND: &str = r"(() => {
  const state = window.__rsearch ??= new WeakMap();
  const size = document.getElementsByTagName('*').length;
  const words = new RegExp('^(' + [
    '(see|show|load|view|read|display|fetch)( \\d+| some)? (more|all|older|next|the rest)( .{1,30})?',
    '(more|older|all)( (posts|articles|results|papers|publications|entries|items|news|stories|research))?',
    'expand( all)?', 'continue reading',
    '(mehr|alle|ältere|weitere)( .{1,20})? (anzeigen|laden)', 'mehr (anzeigen|laden|lesen)', 'mehr',
    '(voir|afficher|charger|lire) (plus|la suite|tout).{0,20}', '(ver|mostrar|cargar|leer|carregar) (más|mais|todo).{0,20}',
    '(mostra|carica|vedi|leggi) (altro|altri|di più|tutto).{0,20}', '(meer|toon meer|laad meer)( .{1,20})?',
    'もっと(見る|みる|読む)', 'さらに(表示|読み込む)', '(加载|查看|显示|更多)(更多|全部)?', '더 ?보기'
  ].join('|') + ')$', 'iu');
  const label = element => (element.innerText || element.value || element.getAttribute('aria-label') || '')
    .replace(/\s+/g, ' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const leads = element => element.tagName === 'A' && element.hasAttribute('href')
    && !/^\s*(#|javascript:|$)/i.test(element.getAttribute('href'));
  const seen = element => element.getClientRects().length > 0 && !element.disabled
    && element.getAttribute('aria-disabled') !== 'true';
  let pressed = 0;
  for (const element of document.querySelectorAll('button, [role=button], a, input[type=button], summary')) {
    if (!words.test(label(element)) || leads(element) || !seen(element)) continue;
    if (element.closest('form, nav, [role=navigation], [role=menu]')) continue;
    const before = state.get(element);
    if (before !== undefined && size <= before) continue;
    state.set(element, size);
    element.click();
    pressed += 1;
  }
  window.scrollTo(0, document.documentElement.scrollHeight);
  return [pressed, size];
})()";

/// How many letters the page has.
pub(super) const LENGTH: &str = r"document.documentElement ? document.documentElement.outerHTML.length : 0";

/// Puts what lies in the shadow of elements where it can be read.
pub(super) const FLATTEN: &str = r"(() => {
  const flatten = root => {
    for (const element of root.querySelectorAll('*')) {
      if (!element.shadowRoot) continue;
      flatten(element.shadowRoot);
      const shown = document.createElement('div');
      for (const node of element.shadowRoot.childNodes) {
        if (node.nodeName !== 'STYLE') shown.append(node.cloneNode(true));
      }
      element.append(shown);
    }
  };
  flatten(document);
})()";

/// The page as it stands.
pub(super) const PAGE: &str = r"'<!DOCTYPE html>\n' + document.documentElement.outerHTML + '\n'";
