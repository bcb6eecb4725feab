#!/usr/bin/env python3
"""Scores rsearch on pages that came with other projects' tests, by what those tests expect.

In: a folder to keep the downloads in, and the program. Out: a table: how many of the titles, days, authors and texts that the
tests of two other extractors expect rsearch reads. What these projects expect is what their rules for single sites give, so
that not all of it is what a reader would note: read the figures beside one another, not as shares of what is right.

    tools/expected-elsewhere/measure.py FOLDER [--program target/release/rsearch] [--differences]

Needs Python 3.9, and the network for npm and Debian on the first run.
"""

import argparse
import ast
import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import tarfile
import unicodedata
import urllib.request

# What is downloaded: its address and the SHA-256 of what was there when the figures of docs/quality.md were made.
POSTLIGHT = (
    "https://registry.npmjs.org/@postlight/parser/-/parser-2.2.2.tgz",
    "f1c3f7a17e176758c1cd134ddf9998fc8d72010d860328488c935bd46d626d5f",
)
RECIPES = (
    "http://deb.debian.org/debian/pool/main/p/python-recipe-scrapers/python-recipe-scrapers_14.32.1.orig.tar.gz",
    "250ea928a65c9a92987c122643ec7fcac9d9dd7907d6fc2ceffc9e73f8aa078c",
)

STRING = r"""(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)"""


def download(source, folder):
    address, digest = source
    file = folder / address.rsplit("/", 1)[1]
    if not file.exists():
        request = urllib.request.Request(address, headers={"User-Agent": "rsearch-measure"})
        file.write_bytes(urllib.request.urlopen(request, timeout=120).read())
    if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
        raise SystemExit(f"error: {file} is not what was measured; delete it to download it again")
    return tarfile.open(file)


def said(match):
    """The text of the string that a match of STRING found, unescaped."""
    text = next(group for group in match.groups() if group is not None)
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    return text.replace("\\n", "\n").replace("\\'", "'").replace('\\"', '"')


def with_content(page):
    """A page whose `meta` elements say what they say in `content`: the project keeps it in `value`."""

    def put_right(tag):
        return tag[0] if " content=" in tag[0] else re.sub(r"\svalue=", " content=", tag[0], count=1)

    return re.sub(r"<meta\b[^>]*>", put_right, page)


def postlight(archive, pages):
    """Articles: title, day, author and the first words of the text, by the tests of the extractors of single sites."""
    texts = {}
    for member in archive:
        if member.isfile() and member.name.endswith((".test.js", ".html")):
            name = member.name.split("/", 1)[1]
            texts[name] = archive.extractfile(member).read().decode("utf-8", "replace")
    expected = {}
    for name, test in sorted(texts.items()):
        if not name.startswith("src/extractors/custom/"):
            continue
        for part in re.split(r"readFileSync\(", test)[1:]:
            path = re.match(r"\s*" + STRING, part)
            path = said(path)[2:] if path else ""
            if path not in texts:
                continue
            truth = {}
            for field, before in (
                ("title", r"title,\s*"),
                ("author", r"author,\s*"),
                ("day", r"date_published(?:\.split\('T'\)\[0\])?,\s*"),
                ("start", r"first13,\s*"),
            ):
                found = re.search(r"assert\.equal\(\s*" + before + STRING, part)
                if found:
                    truth[field] = said(found)
            page = "postlight-" + path.removeprefix("fixtures/").removesuffix(".html").replace("/", "-")
            (pages / f"{page}.html").write_text(with_content(texts[path]))
            expected.setdefault(page, truth)
    return expected


def recipes(archive, pages):
    """Recipes: title, author, ingredients and steps, by the tests of the scrapers of single sites."""
    sources, tests = {}, {}
    for member in archive:
        name = pathlib.PurePath(member.name)
        if name.suffix == ".testhtml":
            sources[name.stem] = archive.extractfile(member).read()
        elif name.parent.name == "tests" and name.suffix == ".py":
            tests[name.stem.removeprefix("test_")] = archive.extractfile(member).read().decode()
    expected = {}
    for name, test in sorted(tests.items()):
        for scraper in (node for node in ast.parse(test).body if isinstance(node, ast.ClassDef)):
            page, truth = name, {}
            for node in ast.walk(scraper):
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "test_file_name":
                    page = ast.literal_eval(node.value)
                if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "assertEqual"):
                    continue
                for call, value in (node.args, node.args[::-1]) if len(node.args) == 2 else ():
                    field = getattr(getattr(call, "func", None), "attr", "")
                    if field in ("title", "author", "ingredients", "instructions"):
                        try:
                            truth[field] = ast.literal_eval(value)
                        except ValueError:
                            pass
            if page in sources:
                (pages / f"recipes-{page}.html").write_bytes(sources[page])
                expected[f"recipes-{page}"] = truth
    return expected


def words(text):
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold())


def scores(truth, read):
    """Whether each field is as expected: (name, how far, 0 to 1)."""
    if truth.get("title"):
        yield "title", float(words(truth["title"]) == words(read["title"]))
    if truth.get("day"):
        try:
            days = [datetime.date.fromisoformat(text[:10]) for text in (truth["day"], read["date"] or "")]
            # Expected are times in UTC; pages show a day where they are.
            yield "day, or one beside it", float(abs((days[0] - days[1]).days) <= 1)
        except ValueError:
            yield "day, or one beside it", 0.0
    if truth.get("author"):
        own = [word for word in words(truth["author"]) if word not in ("by", "and")]
        named = words(" ".join(read["author"]) if isinstance(read["author"], list) else read["author"])
        yield "authors", float(own == named)
    body = words(read["body"])
    if truth.get("start"):
        start = " ".join(words(" ".join(truth["start"].split()[:8])))
        yield "first words in the text", float(start in " ".join(body))
    held = set(body)
    for field in ("ingredients", "instructions"):
        lines = truth.get(field) or []
        lines = lines.split("\n") if isinstance(lines, str) else lines
        lines = [[word for word in words(line) if len(word) > 2] for line in lines]
        lines = [line for line in lines if line]
        if lines:
            # Amounts may stand behind what they are of, so words are looked for, not lines.
            found = sum(sum(word in held for word in line) > 0.75 * len(line) for line in lines)
            yield f"{field}, most of them in the text", float(found >= 0.7 * len(lines))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--program", default="target/release/rsearch")
    options.add_argument("--differences", action="store_true", help="say what was read otherwise")
    options = options.parse_args()
    for name, source, take in (("articles", POSTLIGHT, postlight), ("recipes", RECIPES, recipes)):
        pages = options.folder / name
        pages.mkdir(parents=True, exist_ok=True)
        expected = take(download(source, options.folder), pages)
        command = [options.program, "bench", "normalise", str(pages), "--ext", "html"]
        answers = map(json.loads, subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines())
        read = {answer["id"]: answer for answer in answers if "parent" not in answer}
        table = {}
        for page, truth in expected.items():
            for field, share in scores(truth, read[page]):
                table.setdefault(field, []).append(share)
                if options.differences and share < 1:
                    key = {"day, or one beside it": "day", "authors": "author"}.get(field, field.split(",")[0])
                    print(f"{page}: {field}: expected {str(truth.get(key, truth.get('start')))[:90]!r}")
        print(f"\n{len(expected)} pages, {name}\n\n| what | as expected | of |\n|---|---|---|")
        for field, shares in table.items():
            print(f"| {field} | {sum(shares):.0f} | {len(shares)} |")


if __name__ == "__main__":
    main()
