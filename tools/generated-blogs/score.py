"""Scores what rsearch reads of the pages that render.py made.

In: the rsearch program, the folder that render.py wrote. Out: what was right, in all and, with --each, a theme and a fault a line.
A field counts where the page shows it; a listing where two posts and their days stand on it. With --texts the listings are
scored once more as plain text, blocks on lines of their own as a browser copies them; of those only lists of four posts and more.

    python3 score.py RSEARCH OUT [--each] [--texts]
"""

import argparse
import collections
import glob
import html.parser
import json
import os
import re
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
POSTS = json.load(open(os.path.join(HERE, "posts.json"), encoding="utf-8"))
# As `normalise/text.rs`: shorter lists in plain text are left alone.
LEAST_IN_TEXT = 4
BLOCKS = set(
    "p div li ul ol h1 h2 h3 h4 h5 h6 section article header footer main nav aside table tr dl dt dd figure blockquote pre form "
    "br hr body".split()
)
UNSEEN = {"script", "style", "noscript", "template", "svg", "head"}


def key(text):
    return re.sub(r"\W+", " ", (text or "").casefold()).strip()


class Copied(html.parser.HTMLParser):
    """The text of a page as a browser copies it."""

    def __init__(self):
        super().__init__()
        self.parts, self.unseen = [], 0

    def handle_starttag(self, tag, attrs):
        self.unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.unseen -= tag in UNSEEN and self.unseen > 0
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))

    def text(self):
        lines = [re.sub(r"[ \xa0]+", " ", line).strip() for line in "".join(self.parts).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def read(program, folder, kind):
    """Pages by id, and entries by the id of their page."""
    command = [program, "bench", "normalise", folder, "--ext", kind]
    pages, entries = {}, collections.defaultdict(list)
    for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
        record = json.loads(line)
        if record.get("parent"):
            entries[record["parent"]].append(record)
        else:
            pages[record["id"]] = record
    return pages, entries


def posts_of(name):
    return POSTS["zh-CN" if name.endswith("-zh-CN") else "en"]


def listed(source, posts):
    """The posts that a page lists, with their days: title to day."""
    shown = [post for post in posts if re.search(r">\s*" + re.escape(post["title"]) + r"\s*<", source)]
    return {key(post["title"]): post["published"][:10] for post in shown if post["published"][:10] in source}


class Score:
    def __init__(self, each):
        self.counts, self.each = collections.defaultdict(lambda: [0, 0]), each

    def add(self, what, right, of, where, told=None):
        self.counts[what][0] += right
        self.counts[what][1] += of
        if self.each and right < of:
            print(f"{where}: {what} {right} of {of}: {told!r}"[:240])

    def entries(self, what, found, wanted, posts, where):
        days = {key(entry["title"]): (entry.get("date") or "")[:10] for entry in found}
        told = list(days.items())[:4]
        self.add(f"{what}, found", sum(title in days for title in wanted), len(wanted), where, told)
        self.add(f"{what}, with the day", sum(days.get(title) == day for title, day in wanted.items()), len(wanted), where, told)
        known = {key(post["title"]) for post in posts}
        self.counts[f"{what}, something else"][0] += sum(title not in known for title in days)
        self.counts[f"{what}, something else"][1] += len(days)


def score_pages(program, folder, score):
    name = os.path.basename(folder)
    posts = posts_of(name)
    pages, entries = read(program, folder, "html")
    for page, told in sorted(pages.items()):
        source = open(os.path.join(folder, f"{page}.html"), encoding="utf-8", errors="replace").read()
        where = f"{name}/{page}"
        is_list = re.search(r"(tags?|categor\w*|archives?|authors?)__", page)
        post = next((post for post in posts if post["slug"] in page), None)
        if post is None or is_list:
            wanted = listed(source, posts)
            if len(wanted) >= 2:
                score.entries("listings", entries[page], wanted, posts, where)
            continue
        authors = told.get("author") or []
        categories = [key(name) for name in told.get("category") or []]
        shows = lambda text: re.search(r">[\s#]*" + re.escape(text) + r"\s*(<|\()", source) or f'"{text}"' in source
        score.add("posts, title", key(told["title"]) == key(post["title"]), 1, where, told["title"])
        score.add("posts, day", (told.get("date") or "")[:10] == post["published"][:10], 1, where, told.get("date"))
        if post["author"] in source:
            score.add("posts, author", authors == [post["author"]], 1, where, authors)
        if shows(post["category"]):
            score.add("posts, section", key(post["category"]) in categories, 1, where, categories)


def score_texts(program, folders, score):
    with tempfile.TemporaryDirectory() as work:
        wanted = {}
        for folder in folders:
            name = os.path.basename(folder)
            for path in sorted(glob.glob(os.path.join(folder, "*.html"))):
                page = os.path.basename(path)[:-5]
                if any(post["slug"] in page for post in posts_of(name)):
                    continue
                source = open(path, encoding="utf-8", errors="replace").read()
                copied = Copied()
                copied.feed(source)
                text = copied.text()
                shown = {title: day for title, day in listed(source, posts_of(name)).items() if day in text}
                if len(shown) >= LEAST_IN_TEXT:
                    title = re.search(r"<title>(.*?)</title>", source, re.S)
                    wanted[f"{name}--{page}"] = (shown, posts_of(name))
                    with open(os.path.join(work, f"{name}--{page}.txt"), "w", encoding="utf-8") as file:
                        file.write(f"{title[1].strip() if title else name}\n\n{text}")
        entries = read(program, work, "txt")[1]
        for page, (shown, posts) in wanted.items():
            score.entries("listings as text", entries[page], shown, posts, page)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the rsearch program")
    parser.add_argument("out", help="the folder that render.py wrote")
    parser.add_argument("--each", action="store_true", help="name every fault")
    parser.add_argument("--texts", action="store_true", help="score the listings as plain text too")
    given = parser.parse_args()
    folders = sorted(folder for folder in glob.glob(os.path.join(given.out, "*")) if os.path.isdir(folder))
    score = Score(given.each)
    for folder in folders:
        score_pages(given.program, folder, score)
    if given.texts:
        score_texts(given.program, folders, score)
    print("| what | right | of | share |\n|---|---|---|---|")
    for what, (right, of) in score.counts.items():
        print(f"| {what} | {right} | {of} | {right / max(of, 1):.3f} |")


if __name__ == "__main__":
    main()
