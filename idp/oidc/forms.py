"""The form by which a relying party is registered."""

from __future__ import annotations

from wtforms import BooleanField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from idp.oidc.keyring import ALGORITHMS
from idp.oidc.registering import METHODS


class RelyingPartyForm(Form):
    """What a client is registered with; the words are those of OpenID Connect Registration 1.0."""

    title = StringField("Title", [DataRequired("Give a title.")])
    redirect_uris = TextAreaField(
        "Redirect addresses",
        [DataRequired("Give at least one redirect address.")],
        description="One a line, exactly as the client sends it.",
    )
    post_logout_uris = TextAreaField(
        "Addresses after log-out", description="One a line; may be left empty."
    )
    backchannel_logout_uri = StringField(
        "Back-channel log-out address",
        description="Is told by a signed token when a session ends; may be left empty.",
    )
    token_endpoint_auth_method = SelectField("Client authentication", choices=list(METHODS))
    id_token_signed_response_alg = SelectField("ID tokens are signed by", choices=list(ALGORITHMS))
    require_pkce = BooleanField(
        "Require PKCE (S256)",
        default=True,
        description="Leave it ticked unless the client cannot (RFC 9700).",
    )
    refresh = BooleanField("Refresh tokens, for the scope offline_access")
