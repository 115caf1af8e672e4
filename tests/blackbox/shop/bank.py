"""The bank's page of a card that asks for its owner (3-D Secure), as a browser sees it."""

import html.parser
import urllib.parse

import requests


class _Form(html.parser.HTMLParser):
    """What a browser would make of the page: its form, the buttons, and whatever it would fetch."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.buttons, self.fetched = [], {}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append(attributes)
        if tag == "button":
            self.buttons[attributes["value"]] = attributes["name"]
        if tag in ("script", "link", "img", "iframe") or "src" in attributes:
            self.fetched.append((tag, attributes))


class BankPage:
    """The page that a payment's next_action names."""

    def __init__(self, payment):
        self.url = payment["next_action"]["redirect_to_url"]["url"]

    def look(self):
        return requests.get(self.url, timeout=30)

    def form(self):
        answer = self.look()
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        return _Form(answer.text)

    def choose(self, outcome):
        """Presses a button; the answer, not followed."""
        return requests.post(self.url, data={"outcome": outcome}, timeout=30, allow_redirects=False)

    def confirm(self):
        return self.choose("succeed")

    def decline(self):
        return self.choose("fail")


def parameters_of(url):
    """The query of a URL; each name is there once."""
    pairs = urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query)
    assert len(dict(pairs)) == len(pairs), url
    return dict(pairs)
