"""Everything that can go wrong outside Transom, as one tree.

TransomError
├── SignInError            nobody is signed in, or not as wished
│   ├── NotConfiguredError     no client id to sign in with
│   ├── SignInCancelledError   the person closed the window or pressed Cancel
│   ├── SignInExpiredError     the code or the transaction is too old
│   ├── WrongAnswerError       the answer does not belong to our question (state, nonce, host)
│   ├── OtherAccountError      somebody else signed in than was asked for
│   ├── SignInRefusedError     the provider said no, with a code
│   ├── CertificateError       an app's certificate cannot be read, or is not accepted
│   └── SignInNeededError      the account must sign in again; what is stored stays readable
├── ServiceError           the server, or the way to it
│   ├── OfflineError           nobody answered
│   │   ├── NameNotFoundError      the name of the server is not known here
│   │   ├── CaptivePortalError     the network wants a page clicked through first
│   │   └── ProxyError             the proxy does not answer
│   │       ├── ProxyRefusedError      it lets nobody through to the server
│   │       └── ProxyPasswordError     it wants a name and a password
│   ├── UntrustedError         somebody answered with a certificate we do not trust
│   │   ├── UnknownRootError       made by an authority this computer does not know
│   │   └── ClockError             not valid at this computer's time
│   ├── ThrottledError         too much was asked; ``retry_after_s`` says when to come back
│   ├── UnavailableError       the server failed
│   ├── DeniedError            the account may not read this
│   ├── NotFoundError          it is not there, or no longer
│   ├── CursorLostError        a delta link is too old; begin the round anew
│   └── NonsenseError          the answer is not what was asked for
├── GuardError             a call that Transom never makes: not a read, or not a known host
├── PictureError           a remote picture that is never asked for, or that is none
├── StoreError             the disk and what lies on it
│   ├── LockedError            another Transom holds the profile
│   ├── WrongKeyError          the key does not open the store
│   ├── DamagedError           the file is not a sound database
│   ├── TooNewError            a newer Transom wrote it
│   └── DiskFullError          no room is left
├── KeyringError           no place for the key, or a wrong passphrase
├── SettingsError          a settings file that cannot be read or written
├── SavingError            a file that could not be written where the user wanted it
├── UnexpectedError        a mistake of Transom's own, in words
└── StoppedError           the work was given up because Transom is closing
"""


class TransomError(Exception):
    """The world's fault: shown to the user with a title, a sentence and the facts behind it."""

    title = "Something did not work"
    may_retry = False

    def __init__(self, message: str, **facts: str) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts
        """What a help desk asks for, shown below the sentence; never a secret or an address."""


class SignInError(TransomError):
    """Nobody is signed in, or not as wished."""

    title = "Not signed in"


class NotConfiguredError(SignInError):
    """No client id to sign in with."""

    title = "No app registration yet"


class SignInCancelledError(SignInError):
    """The person closed the window or pressed Cancel."""

    title = "Sign-in was cancelled"
    may_retry = True


class SignInExpiredError(SignInError):
    """The code or the transaction is too old."""

    title = "Sign-in took too long"
    may_retry = True


class WrongAnswerError(SignInError):
    """The answer does not belong to the question that was asked."""

    title = "That answer was not for this sign-in"
    may_retry = True


class OtherAccountError(SignInError):
    """Somebody else signed in than was asked for; nothing is kept until that is wanted."""

    title = "That is another account"
    may_retry = True

    def __init__(self, message: str, asked_for: str, signed_in: str) -> None:
        super().__init__(message)
        self.asked_for = asked_for
        self.signed_in = signed_in


class SignInRefusedError(SignInError):
    """The provider said no."""

    title = "The provider refused the sign-in"
    may_retry = True


class CertificateError(SignInError):
    """The certificate of an app that reads by itself cannot be used, or is not accepted."""

    title = "The mailbox cannot be read with its certificate"
    may_retry = True


class SignInNeededError(SignInError):
    """The account must sign in again; what is stored stays readable."""

    title = "Sign in again"
    may_retry = True


class ServiceError(TransomError):
    """The server, or the way to it."""

    title = "The server did not help"
    may_retry = True


class OfflineError(ServiceError):
    """Nobody answered."""

    title = "Offline"


class NameNotFoundError(OfflineError):
    """The name of the server is not known here."""

    title = "Name not found"


class CaptivePortalError(OfflineError):
    """The network wants a page clicked through first."""

    title = "This network wants something first"


class ProxyError(OfflineError):
    """The proxy does not answer."""

    title = "The proxy does not answer"


class ProxyRefusedError(ProxyError):
    """The proxy lets nobody through to the server."""

    title = "The proxy refuses"


class ProxyPasswordError(ProxyError):
    """The proxy wants a name and a password."""

    title = "The proxy asks who you are"


class UntrustedError(ServiceError):
    """Somebody answered with a certificate that is not trusted."""

    title = "The connection is not trusted"
    may_retry = False


class UnknownRootError(UntrustedError):
    """The certificate was made by an authority this computer does not know."""

    title = "The certificate's authority is not trusted here"


class ClockError(UntrustedError):
    """The certificate is not valid at this computer's time."""

    title = "The time does not fit"


class ThrottledError(ServiceError):
    """Too much was asked."""

    title = "The server asks for patience"

    def __init__(self, message: str, retry_after_s: float, **facts: str) -> None:
        super().__init__(message, **facts)
        self.retry_after_s = retry_after_s


class UnavailableError(ServiceError):
    """The server failed."""

    title = "The server has a problem"


class DeniedError(ServiceError):
    """The account may not read this."""

    title = "Not allowed"
    may_retry = False


class NotFoundError(ServiceError):
    """It is not there, or no longer."""

    title = "No longer there"
    may_retry = False


class CursorLostError(ServiceError):
    """A delta link is too old; the round begins anew."""

    title = "Starting this folder again"


class NonsenseError(ServiceError):
    """The answer is not what was asked for."""

    title = "The server's answer made no sense"


class GuardError(TransomError):
    """A call that Transom never makes: not a read, or not a configured host."""

    title = "Held back"


class PictureError(TransomError):
    """A remote picture that is never asked for, or an answer that is no picture."""

    title = "A picture was left out"


class StoreError(TransomError):
    """The disk and what lies on it."""

    title = "The local copy has a problem"


class LockedError(StoreError):
    """Another Transom holds the profile."""

    title = "Transom is already open"


class WrongKeyError(StoreError):
    """The key does not open the store."""

    title = "The key does not fit"


class DamagedError(StoreError):
    """The file is not a sound database."""

    title = "The local copy is damaged"


class TooNewError(StoreError):
    """A newer Transom wrote the store."""

    title = "The local copy is from a newer Transom"


class DiskFullError(StoreError):
    """No room is left on the disk."""

    title = "The disk is full"
    may_retry = True


class KeyringError(TransomError):
    """No place for the key, or a wrong passphrase."""

    title = "No key"
    may_retry = True


class SettingsError(TransomError):
    """A settings file that cannot be read or written."""

    title = "The settings have a problem"


class SavingError(TransomError):
    """A file could not be written where the user wanted it."""

    title = "The file was not saved"
    may_retry = True


class UnexpectedError(TransomError):
    """A mistake of Transom's own, put into words where a person would wait for ever."""

    title = "Transom made a mistake"
    may_retry = True


class StoppedError(TransomError):
    """The work was given up because Transom is closing."""

    title = "Stopped"
