"""The mails that a shop has sent, as it spools them."""

import dataclasses
import email.parser
import email.policy
import email.utils

from shop.waiting import eventually

RESET = "Reset your password"
VERIFY = "Verify your e-mail address"


@dataclasses.dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    text: str

    @property
    def token(self):
        (line,) = [line for line in self.text.splitlines() if line.startswith("Token: ")]
        return line.removeprefix("Token: ")


def parsed(content):
    message = email.parser.BytesParser(policy=email.policy.default).parsebytes(content)
    return Mail(email.utils.parseaddr(message["To"])[1], message["Subject"], message.get_content())


class Mailbox:
    """What a shop put into a folder; oldest first."""

    def __init__(self, folder, secrets):
        self._folder = folder
        self._secrets = secrets

    def mails(self, to, subject=None):
        found = [parsed(file.read_bytes()) for file in sorted(self._folder.glob("*.eml"))]
        found = [mail for mail in found if mail.to == to and subject in (None, mail.subject)]
        # Whoever has a token has the account: the log must not.
        self._secrets.update(mail.token for mail in found)
        return found

    def await_mail(self, to, subject, number=1):
        """The mail with that number of those to an address about a subject."""
        return eventually(lambda: self.mails(to, subject)[number - 1 : number], what=f"a mail to {to}")[0]
