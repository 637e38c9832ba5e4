"""The Utilities page of district and bankruptcy courts, which share most of it (facts 3.5)."""

from __future__ import annotations

from courts.kinds.profile import UtilityGroup, UtilityItem

NEXTGEN = "nextgen"
CURRENTGEN = "currentgen"
COURT_LOGIN = "court_login"
PACER_LOGIN = "pacer_login"
FILER = "filer"
NOT_STAFF_ONLY = "not_staff_only"
AGENT = "filing_agent"
JUDGE_TRUSTEE = "judge_trustee_assignment"
CHECK_PDF = "check_pdf_document"

CGI = "/cgi-bin/"
LINK_PATH = f"{CGI}LinkAccount.pl"


def cgi_utilities(
    *,
    account_word: str,
    mail_word: str,
    link_word: str,
    more: tuple[UtilityItem, ...] = (),
) -> tuple[UtilityGroup, ...]:
    """The three groups of a CGI court, with the words in which the kinds differ.

    Script names that no source gives (``LinkAccount.pl``, ``ChangeClientCode.pl`` ...) are ours.
    """
    filer = frozenset({FILER})
    nextgen_pacer = frozenset({NEXTGEN, PACER_LOGIN})
    billed = nextgen_pacer | {NOT_STAFF_ONLY}
    return (
        UtilityGroup(
            "Your Account",
            (
                UtilityItem(account_word, f"{CGI}MaintainAccount.pl", filer),
                UtilityItem(mail_word, f"{CGI}MaintainEmail.pl", filer),
                UtilityItem("View Your Transaction Log", f"{CGI}TransactionLog.pl", filer),
                UtilityItem("Change User", f"{CGI}ChangeUser.pl", frozenset({AGENT})),
            ),
        ),
        UtilityGroup(
            "PACER account",
            (
                UtilityItem("Change Client Code", f"{CGI}ChangeClientCode.pl", billed),
                UtilityItem("Change PACER Exemption Status", f"{CGI}ChangeExemption.pl", billed),
                UtilityItem("Review Billing History", f"{CGI}BillingHistory.pl", billed),
                UtilityItem("Show/Hide Transaction Receipts", f"{CGI}ChangeReceipts.pl", billed),
                UtilityItem(
                    "Change Your PACER Login",
                    f"{CGI}ChangePacerLogin.pl",
                    frozenset({CURRENTGEN, COURT_LOGIN}),
                ),
                UtilityItem(link_word, LINK_PATH, nextgen_pacer | {NOT_STAFF_ONLY}),
            ),
        ),
        UtilityGroup(
            "Miscellaneous",
            (
                *more,
                UtilityItem("Legal Research", f"{CGI}LegalResearch.pl"),
                UtilityItem("Mailings", f"{CGI}DisplayMenu.pl?Mailings"),
                UtilityItem("Verify a Document", f"{CGI}DocVerify.pl", filer),
                UtilityItem("Check PDF Document", f"{CGI}CheckPDF.pl", frozenset({CHECK_PDF})),
                UtilityItem("Court Information", f"{CGI}CourtInfo.pl"),
                UtilityItem("Internet Payment History", f"{CGI}PaymentHistory.pl", filer),
                UtilityItem("Internet Payments Due", f"{CGI}PaymentsDue.pl", filer),
            ),
        ),
    )
