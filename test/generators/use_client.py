"""Uses the client that openapi-python-client has generated: creates, redeems, introspects and revokes.

Takes the address of the service and an administrator's key from BASE and ADMIN_KEY. Prints what came back as JSON.
"""

import json
import os

from login_tokens_client import AuthenticatedClient
from login_tokens_client.api.keys import create_api_key
from login_tokens_client.api.service import get_me
from login_tokens_client.api.sessions import introspect_session, redeem_token, revoke_session
from login_tokens_client.api.tokens import create_token, delete_token, get_token, list_tokens
from login_tokens_client.api.users import get_user, put_user
from login_tokens_client.models import (
    AccessTokenForm,
    KeyRequest,
    RedeemRequest,
    Role,
    TokenRequest,
    UserRequest,
    UserType,
)


def connect(key: str) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=os.environ["BASE"], token=key, raise_on_unexpected_status=True)


admin = connect(os.environ["ADMIN_KEY"])
key = create_api_key.sync(client=admin, body=KeyRequest(name="Shop", role=Role.ROLE_STOREFRONT))
shop = connect(key.key)

user = put_user.sync_detailed(
    "jane@acme.com",
    client=admin,
    body=UserRequest(type_=UserType.CONTACT, name="Jane Doe", email="jane@acme.com"),
)
request = TokenRequest(user_id="jane@acme.com", expires_in=3600, extra="an order")
created = create_token.sync_detailed(client=admin, body=request, idempotency_key="once")
again = create_token.sync_detailed(client=admin, body=request, idempotency_key="once")
token = created.parsed

redeemed = redeem_token.sync_detailed(client=shop, body=RedeemRequest(token=token.token))
refused = redeem_token.sync_detailed(client=shop, body=RedeemRequest(token=token.token))
form = AccessTokenForm(token=redeemed.parsed.session.access_token)
live = introspect_session.sync(client=shop, body=form)
revoked = revoke_session.sync_detailed(client=shop, body=form)
over = introspect_session.sync(client=shop, body=form)

known = get_token.sync(token.id, client=admin)
unchanged = get_user.sync_detailed("jane@acme.com", client=admin, if_none_match='"1"')
page = list_tokens.sync(client=admin, user_id="jane@acme.com", limit=1)
deleted = delete_token.sync_detailed(token.id, client=admin)
gone = get_token.sync_detailed(token.id, client=admin)

print(
    json.dumps(
        {
            "me": get_me.sync(client=admin).to_dict()["role"],
            "user": user.status_code,
            "created": [created.status_code, again.status_code, again.parsed.id == token.id],
            "expires": (token.expires_at - token.created_at).total_seconds(),
            "redeemed": [redeemed.status_code, redeemed.parsed.user.name],
            "refused": [refused.status_code, refused.parsed.code],
            "live": [live.active, live.sub],
            "revoked": revoked.status_code,
            "over": over.to_dict(),
            "known": [known.status, known.successful_attempts, known.failed_attempts],
            "unchanged": unchanged.status_code,
            "page": [[item.id == token.id for item in page.items], page.next_cursor],
            "deleted": deleted.status_code,
            "gone": [gone.status_code, gone.parsed.code],
        }
    )
)
