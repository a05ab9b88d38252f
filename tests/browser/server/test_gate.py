"""The gate of the running app: what every answer carries, what a browser is told, and that nobody is asked outside."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

CARRIED = ("content-security-policy", "x-content-type-options", "referrer-policy")
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error("Against the policy:", event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber);
});"""


def ask(server, path, headers=None):
    """Status, headers and text of an answer."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/network", 200),
        ("/favicon.png", 200),
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        ("/_stcore/metrics", 404),
        ("/lib/nothing", 200),
        ("/lib/qr.svg", 400),
        ("/media/nothing", 404),
    ],
)
def test_every_answer_of_the_server_carries_the_headers(server, path, status):
    found, headers, _ = ask(server, path)
    assert found == status
    assert all(len(headers.get_all(name, [])) == 1 for name in CARRIED)


def test_a_foreign_page_is_refused_at_once_in_words_and_no_name_is_looked_up(server):
    told = HANDSHAKE | {"Origin": "https://evil.example"}
    status, headers, text = ask(server, "/_stcore/stream", told)
    assert status == 403 and b"Pages of other sites" in text
    assert all(name in headers for name in CARRIED)
    assert ask(server, "/_stcore/stream", HANDSHAKE | {"Host": "evil.example"})[0] == 421
    assert ask(server, "/lib/address", {"Host": "evil.example"})[0] == 421
    own = ask(server, "/_stcore/stream", HANDSHAKE | {"Origin": server.url})
    assert own[0] == 101
    assert "Looked up" not in server.printed()


def test_all_pages_keep_to_the_policy(visit, server):
    """The 3-D stage included."""
    guest = visit(None, reduced_motion="reduce")
    guest.page.add_init_script(VIOLATIONS)
    guest.open("surface=beale&steps=20&a=sgd")
    guest.player.get_by_role("button", name="3-D", exact=True).click()
    guest.player.locator(".gl-container canvas").first.wait_for(state="attached")
    guest.page.goto(f"{server.url}/network?hidden=3&a=none")
    guest.player.wait_for()
    for path, title in (
        ("initialization?width=9&depth=2&examples=10", "Initialization"),
        ("schedules", "Schedules and averages"),
    ):
        guest.page.goto(f"{server.url}/{path}")
        guest.page.get_by_role("heading", name=title, exact=True).first.wait_for()
    assert guest.errors == []
