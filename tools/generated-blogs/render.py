"""Renders the posts of posts.json with the themes of several blog generators.

In: a folder to write to. Out: in it a folder a theme and language (`hexo-next-en`), with one HTML file a page, the slashes of
its address written as `__`. Needs npm and the network for Hexo and Docusaurus, and in the same Python nikola, pelican,
mkdocs-material and ablog for the others; a generator that is not there, and a theme that fails, is named and left out.

    python3 render.py OUT [--only hexo,nikola,…]
"""

import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
POSTS = json.load(open(os.path.join(HERE, "posts.json"), encoding="utf-8"))
SITES = {"en": ("Lindqvist Lab", "Mara Lindqvist"), "zh-CN": ("晓岚笔记", "林晓岚")}
HEXO = """amazing@6.1.5 anzhiyu@1.7.0 apollo@1.0.6 arknights@1.2.3 async@2.2.7 ayer@1.9.7-0 butterfly@5.7.0 cards@1.5.3 fluid@1.9.9
icarus@6.1.1 keep@4.3.0 kratos-rebirth@3.0.1 landscape@1.1.0 nexmoe@4.2.2 particlex@2.8.1 pure@1.0.2 redefine@2.9.0 reimu@1.12.6
stellar@1.44.0 volantis@6.8.3 yun@1.10.11""".split()
HEXO_PLUGINS = """hexo hexo-renderer-marked hexo-renderer-ejs hexo-renderer-stylus hexo-renderer-pug hexo-renderer-nunjucks
hexo-renderer-sass hexo-renderer-dartsass hexo-renderer-less hexo-renderer-jade hexo-renderer-swig hexo-generator-index
hexo-generator-archive hexo-generator-category hexo-generator-tag hexo-generator-feed hexo-wordcount hexo-util
hexo-pagination""".split()
NIKOLA = ["base", "base-jinja", "bootblog4", "bootstrap4", "bootstrap4-jinja"]
ABLOG = ["alabaster", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme"]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def run(command, folder):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def collect(site, out, name):
    """Copies the pages of a rendered site, and says how many there are."""
    target, count = os.path.join(out, name), 0
    shutil.rmtree(target, ignore_errors=True)
    for folder, _, files in os.walk(site):
        for file in files:
            path = os.path.join(folder, file)
            # Smaller ones only lead elsewhere.
            if file.endswith(".html") and os.path.getsize(path) > 300:
                os.makedirs(target, exist_ok=True)
                shutil.copy(path, os.path.join(target, os.path.relpath(path, site).replace(os.sep, "__")))
                count += 1
    print(f"{name}: {count} pages", flush=True)


def tool(name):
    return os.path.join(os.path.dirname(sys.executable), name)


def npm_install(folder, *packages):
    run(["npm", "install", "--no-audit", "--no-fund", "--legacy-peer-deps", "--ignore-scripts", *packages], folder)


def hexo(out, work):
    write(f"{work}/package.json", json.dumps({"name": "blog", "private": True, "hexo": {"version": ""}}))
    npm_install(work, *HEXO_PLUGINS, *(f"hexo-theme-{theme}" for theme in HEXO))
    for theme in (theme.split("@")[0] for theme in HEXO):
        for language, (title, owner) in SITES.items():
            for name in ("source", "public"):
                shutil.rmtree(os.path.join(work, name), ignore_errors=True)
            if os.path.exists(f"{work}/db.json"):
                os.remove(f"{work}/db.json")
            for post in POSTS[language]:
                updated = f"updated: {post['updated']}:00\n" if post["updated"] else ""
                head = (
                    f"title: \"{post['title']}\"\ndate: {post['published']}:00\n{updated}author: {post['author']}\n"
                    f"categories: [{post['category']}]\ntags: [{', '.join(post['tags'])}]\n"
                )
                write(f"{work}/source/_posts/{post['slug']}.md", f"---\n{head}---\n{post['text']}")
            write(
                f"{work}/_config.yml",
                f"title: {title}\nauthor: {owner}\nlanguage: {language}\ntimezone: UTC\nurl: https://lab.example\n"
                "permalink: :year/:month/:day/:title/\nper_page: 10\ndate_format: YYYY-MM-DD\ntime_format: HH:mm:ss\n"
                f"syntax_highlighter: highlight.js\nupdated_option: date\ntheme: {theme}\n",
            )
            run(["npx", "hexo", "generate"], work)
            collect(f"{work}/public", out, f"hexo-{theme}-{language}")


def nikola(out, work):
    for theme in NIKOLA:
        site = f"{work}/{theme}"
        run([tool("nikola"), "init", "-q", "-d", site], work)
        conf = open(f"{site}/conf.py", encoding="utf-8").read()
        for key, value in (
            ("BLOG_AUTHOR", "Mara Lindqvist"),
            ("BLOG_TITLE", "Lindqvist Lab"),
            ("SITE_URL", "https://lab.example/"),
            ("THEME", theme),
        ):
            conf = re.sub(rf"^{key} = .*", f'{key} = "{value}"', conf, flags=re.M)
        posts = '(("posts/*.md", "posts", "post.tmpl"), ("posts/*.txt", "posts", "post.tmpl"))'
        write(f"{site}/conf.py", f"{conf}\nINDEX_TEASERS = True\nPOSTS = {posts}\nPAGES = ()\n")
        for post in POSTS["en"]:
            updated = f".. updated: {post['updated']}:00 UTC\n" if post["updated"] else ""
            write(
                f"{site}/posts/{post['slug']}.md",
                f".. title: {post['title']}\n.. slug: {post['slug']}\n.. date: {post['published']}:00 UTC\n{updated}"
                f".. author: {post['author']}\n.. category: {post['category']}\n.. tags: {', '.join(post['tags'])}\n\n"
                + post["text"].replace("<!-- more -->", "<!-- TEASER_END -->"),
            )
        run([tool("nikola"), "build", "-q"], site)
        collect(f"{site}/output", out, f"nikola-{theme}")


def pelican(out, work):
    for theme in ("simple", "notmyidea"):
        site = f"{work}/{theme}"
        for post in POSTS["en"]:
            updated = f"Modified: {post['updated']}\n" if post["updated"] else ""
            write(
                f"{site}/content/{post['slug']}.md",
                f"Title: {post['title']}\nSlug: {post['slug']}\nDate: {post['published']}\n{updated}Author: {post['author']}\n"
                f"Category: {post['category']}\nTags: {', '.join(post['tags'])}\nSummary: {post['summary']}\n\n"
                + post["text"].replace("<!-- more -->", ""),
            )
        write(
            f"{site}/conf.py",
            "AUTHOR = 'Mara Lindqvist'\nSITENAME = 'Lindqvist Lab'\nSITEURL = 'https://lab.example'\nPATH = 'content'\n"
            f"TIMEZONE = 'UTC'\nTHEME = '{theme}'\nMARKDOWN = {{'extensions': ['tables', 'fenced_code']}}\n",
        )
        run([tool("pelican"), "content", "-o", "output", "-s", "conf.py"], site)
        collect(f"{site}/output", out, f"pelican-{theme}")


def mkdocs(out, work):
    write(
        f"{work}/mkdocs.yml",
        "site_name: Lindqvist Lab\nsite_url: https://lab.example/\ntheme:\n  name: material\nplugins:\n"
        "  - blog:\n      blog_dir: .\n      authors: true\n  - tags\n",
    )
    write(f"{work}/docs/index.md", "# Lindqvist Lab\n")
    key = lambda name: name.split()[0].lower()
    people = sorted({post["author"] for post in POSTS["en"]})
    entry = "  {}:\n    name: {}\n    description: Writer\n    avatar: https://lab.example/{}.png\n"
    write(f"{work}/docs/.authors.yml", "authors:\n" + "".join(entry.format(key(name), name, key(name)) for name in people))
    for post in POSTS["en"]:
        updated = f"  updated: {post['updated'][:10]}\n" if post["updated"] else ""
        tags = "".join(f"  - {tag}\n" for tag in post["tags"])
        write(
            f"{work}/docs/posts/{post['slug']}.md",
            f"---\ndate:\n  created: {post['published'][:10]}\n{updated}authors:\n  - {key(post['author'])}\n"
            f"slug: {post['slug']}\ncategories:\n  - {post['category']}\ntags:\n{tags}---\n\n# {post['title']}\n\n{post['text']}",
        )
    run([tool("mkdocs"), "build"], work)
    collect(f"{work}/site", out, "mkdocs-material")


def ablog(out, work):
    for theme in ABLOG:
        site = f"{work}/{theme}"
        write(
            f"{site}/conf.py",
            'project = "Lindqvist Lab"\nauthor = "Mara Lindqvist"\nextensions = ["ablog", "sphinx.ext.intersphinx"]\n'
            'blog_title = "Lindqvist Lab"\nblog_baseurl = "https://lab.example/"\npost_auto_excerpt = 1\n'
            f'html_theme = "{theme}"\nhtml_sidebars = {{"**": ["ablog/postcard.html", "ablog/recentposts.html", '
            '"ablog/tagcloud.html", "ablog/categories.html", "ablog/archives.html"]}\n',
        )
        write(f"{site}/index.rst", "Lindqvist Lab\n=============\n\n.. postlist:: 10\n   :excerpts:\n")
        for post in POSTS["en"]:
            text = re.sub(r"<!--.*?-->\n|```python\n.*?```|^\|.*\n", "", post["text"], flags=re.S | re.M)
            text = re.sub(r"^#+ (.*)$", lambda head: head[1] + "\n" + "-" * len(head[1]), text, flags=re.M)
            day = datetime.date.fromisoformat(post["published"][:10]).strftime("%b %d, %Y")
            write(
                f"{site}/{post['slug']}.rst",
                f".. post:: {day}\n   :tags: {', '.join(post['tags'])}\n   :category: {post['category']}\n"
                f"   :author: {post['author']}\n\n{post['title']}\n{'=' * len(post['title'])}\n\n"
                + re.sub(r"^> ", "   ", text, flags=re.M),
            )
        run([tool("ablog"), "build"], site)
        collect(f"{site}/_website", out, f"ablog-{theme}")


def docusaurus(out, work):
    write(f"{work}/package.json", json.dumps({"name": "blog", "private": True}))
    npm_install(work, "@docusaurus/core@3.10.2", "@docusaurus/preset-classic@3.10.2", "react", "react-dom")
    write(f"{work}/docs/intro.md", "---\nslug: /\n---\n# Intro\n\nSome words about the lab and what it does for rivers.\n")
    write(
        f"{work}/docusaurus.config.js",
        'module.exports = {title: "Lindqvist Lab", url: "https://lab.example", baseUrl: "/", presets: [["classic", {'
        'docs: {routeBasePath: "/docs"}, blog: {routeBasePath: "/", showReadingTime: true, onInlineTags: "ignore", '
        'onInlineAuthors: "ignore", onUntruncatedBlogPosts: "ignore"}}]], themeConfig: {navbar: {title: "Lindqvist Lab", '
        'items: [{to: "/docs", label: "Docs"}, {to: "/", label: "Blog"}]}}};\n',
    )
    for post in POSTS["en"]:
        write(
            f"{work}/blog/{post['published'][:10]}-{post['slug']}.mdx",
            f"---\ntitle: \"{post['title']}\"\nauthors:\n  name: {post['author']}\n  title: Writer of notes\n"
            f"tags: [{post['category']}, {', '.join(post['tags'])}]\n---\n\n"
            + post["text"].replace("<!-- more -->", "{/* truncate */}"),
        )
    run(["npx", "docusaurus", "build"], work)
    collect(f"{work}/build", out, "docusaurus")


def main():
    generators = {run.__name__: run for run in (hexo, nikola, pelican, mkdocs, ablog, docusaurus)}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", help="the folder to write to")
    parser.add_argument("--only", default=",".join(generators), help="names of generators, parted by commas")
    given = parser.parse_args()
    out = os.path.abspath(given.out)
    for name in given.only.split(","):
        with tempfile.TemporaryDirectory() as work:
            try:
                generators[name](out, work)
            except OSError as error:
                print(f"{name}: left out, {error}")


if __name__ == "__main__":
    main()
