"""Mails handed to an SMTP server."""

import socketserver
import threading

import pytest

from shop import EXIT_BAD_CONFIGURATION, VERIFY, ShopProcess, eventually, parsed


class SmtpServer(socketserver.ThreadingTCPServer):
    """Takes every mail."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *failure):
        self.shutdown()
        super().__exit__(*failure)


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 test\r\n")
        for line in self.rfile:
            command = line[:4].upper()
            if command == b"QUIT":
                break
            if command != b"DATA":
                self.wfile.write(b"250 fine\r\n")
                continue
            self.wfile.write(b"354 go on\r\n")
            lines = iter(self.rfile.readline, b".\r\n")
            self.server.mails.append(parsed(b"".join(lines)))
            self.wfile.write(b"250 taken\r\n")


def test_a_mail_goes_to_the_server_and_its_token_is_good(own_shop):
    with SmtpServer() as server:
        shop = own_shop("mail.mode=smtp", f"mail.smtp_url={server.url}", "mail.from=shop@test.example")
        customer = shop.customer()
        (mail,) = eventually(lambda: [mail for mail in server.mails if mail.to == customer.email])
        assert mail.subject == VERIFY
        shop.client().post("/users/verify-email", {"token": mail.token}).expect(204)
        assert not (shop.data / "mail").exists()


def test_a_server_that_is_away_costs_no_request_anything_and_is_told(own_shop):
    shop = own_shop("mail.mode=smtp", "mail.smtp_url=smtp://127.0.0.1:1")
    customer = shop.customer()
    shop.client().post("/users/password-reset", {"email": customer.email}).expect(202)
    shop.await_log(lambda line: line.get("message") == "background job failed" and line.get("code") == "mail.unavailable")
    assert 'job_failures_total{job="user.send_mails"}' in shop.client().get("//metrics").body.decode()
    customer.get("/users/profile").expect(200)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["mail.mode=smtp"], "mail.smtp_url"),
        (["mail.mode=smtp", "mail.smtp_url=http://mail.example.com"], "mail.smtp_url"),
        (["mail.from=nobody"], "mail.from"),
        (["mail.mode=pigeon"], "mail.mode"),
    ],
)
def test_a_configuration_that_sends_no_mail_is_refused(tmp_path, settings, told):
    shop = ShopProcess(tmp_path / "data", settings=settings).launch()
    try:
        assert shop.wait_for_exit() == EXIT_BAD_CONFIGURATION
        assert told in shop.log_tail()
    finally:
        shop.abandon()


def test_the_password_of_the_server_is_shown_nowhere(own_shop):
    secret = "smtp-password-that-nobody-sees"
    shop = own_shop(
        "mail.mode=smtp",
        "mail.smtp_url=smtp://127.0.0.1:1",
        "mail.user=shop",
        env={"DDD_MAIL_PASSWORD": secret},
    )
    shop.secrets.add(secret)
    shop.customer()
    shop.await_log(lambda line: line.get("code") == "mail.unavailable")
    shop.assert_no_secret_in_log()
