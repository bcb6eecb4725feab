#!/usr/bin/env python3
"""Compares numbers of hits with Xapian's, for words, AND, OR and phrases taken from a corpus of English records.

usage: compare-hits.py RSEARCH RECORDS.jsonl [QUERIES]

Needs Xapian's Python bindings (Debian: python3-xapian). Records have `title`, `summary`, `body` and `category`, all optional.
Texts with a possessive 's differ in phrases: rsearch leaves it off, Xapian keeps it.
"""

import json
import random
import re
import subprocess
import sys
import tempfile

import xapian

FIELDS = ("title", "summary", "body", "category")


def records(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def xapian_index(path):
    database = xapian.WritableDatabase("", xapian.DB_BACKEND_INMEMORY)
    generator = xapian.TermGenerator()
    generator.set_stemmer(xapian.Stem("english"))
    generator.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
    for record in records(path):
        document = xapian.Document()
        generator.set_document(document)
        for field in FIELDS:
            generator.index_text(record.get(field) or "")
            generator.increase_termpos(100)
        database.add_document(document)
    return database


def queries(path, count):
    """So many of each kind, as (rsearch's form, Xapian's form)."""
    chance = random.Random(1)
    texts = [record["body"] for record in records(path) if len(record.get("body") or "") > 200]
    words = lambda: [word for word in re.findall(r"[a-z]+", chance.choice(texts)) if len(word) > 3]
    for _ in range(count):
        one, two = chance.choice(words()), chance.choice(words())
        sentence = re.findall(r"[a-z]{2,} [a-z]{2,}", chance.choice(texts))
        phrase = f'"{chance.choice(sentence)}"'
        yield one, one
        yield f"{one} {two}", f"{one} AND {two}"
        yield f"{one} OR {two}", f"{one} OR {two}"
        yield phrase, phrase


def main():
    rsearch, path = sys.argv[1], sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    database = xapian_index(path)
    parser = xapian.QueryParser()
    parser.set_stemmer(xapian.Stem("english"))
    parser.set_stemming_strategy(xapian.QueryParser.STEM_ALL)
    enquire = xapian.Enquire(database)
    equal = different = 0
    with tempfile.TemporaryDirectory() as folder:
        index = ["--index", f"{folder}/index"]
        subprocess.run([rsearch, "index", path, *index], check=True, capture_output=True)
        for ours, theirs in queries(path, count):
            answer = subprocess.run(
                [rsearch, "query", ours, "--limit", "0", "--format", "json", *index], capture_output=True, text=True
            )
            total = json.loads(answer.stdout)["total"]
            enquire.set_query(parser.parse_query(theirs))
            expected = enquire.get_mset(0, 1, database.get_doccount()).get_matches_estimated()
            if total == expected:
                equal += 1
            else:
                different += 1
                print(f"{ours}: rsearch {total}, Xapian {expected}")
    print(f"{equal} equal, {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
