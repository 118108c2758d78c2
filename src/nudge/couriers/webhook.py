"""Webhooks, after the Standard Webhooks specification: signed, tried for three days, thin."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import requests

from nudge.app.ports import Clock
from nudge.couriers.webhook_answers import GONE, answer_problem, breakdown, worst
from nudge.couriers.webhook_body import Sign, body_of, headers_of
from nudge.couriers.webhook_session import webhook_session
from nudge.domain.errors import NudgeError
from nudge.domain.letters import Letter, NotDelivered, WebhookEndpoint
from nudge.domain.records import Participant

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Ten tries over 75 h 35 min. Source: Standard Webhooks, "Deliverability and reliability"."""


class WebhookCourier:
    """Posts letters to the endpoints of their tenant, to all of them; receivers tell copies by webhook-id.

    Args:
        endpoints: of a tenant.
        disable: takes an endpoint out, with the reason: "gone" after a 410.
        clock: tells when a try is made, which is signed too.
        sign: signs with an endpoint's Ed25519 key (v1a).
        private_hosts: hosts that may be anywhere and without TLS; everybody else has to be on the public
            internet and to speak HTTPS.
        ca_file: certificates to trust instead of the usual ones.
    """

    name = "webhook"
    deduplicates = True
    waits: Sequence[timedelta] = WAITS

    def __init__(
        self,
        *,
        endpoints: Callable[[str], Sequence[WebhookEndpoint]],
        disable: Callable[[WebhookEndpoint, str], None],
        clock: Clock,
        sign: Sign | None = None,
        private_hosts: Collection[str] = (),
        ca_file: str | None = None,
    ) -> None:
        self._endpoints = endpoints
        self._disable = disable
        self._clock = clock
        self._sign = sign
        self._private_hosts = frozenset(host.lower() for host in private_hosts)
        self._session = webhook_session(private_hosts=self._private_hosts, ca_file=ca_file)

    def address(self, participant: Participant) -> str | None:
        """The person's id, where the tenant has an endpoint; looks that up."""
        return participant.id if self._enabled(participant.tenant) else None

    def send(self, letter: Letter) -> str:
        """Post the letter; returns the status of each endpoint, such as "200" or "200 204".

        An endpoint that is gone doesn't count where another one took the letter.

        Raises:
            NotDelivered: when one didn't take it; then the next try goes to all again.
        """
        endpoints = self._enabled(letter.tenant)
        if not endpoints:
            raise NotDelivered("webhook-missing", is_final=True)
        answers = [self._post(letter, endpoint) for endpoint in endpoints]
        taken = [answer for answer in answers if isinstance(answer, str)]
        problems = [answer for answer in answers if isinstance(answer, NotDelivered)]
        if taken and all(problem.code == GONE for problem in problems):
            return " ".join(taken)
        raise worst(problems)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _enabled(self, tenant: str) -> list[WebhookEndpoint]:
        return [endpoint for endpoint in self._endpoints(tenant) if endpoint.disabled_at is None]

    def _post(self, letter: Letter, endpoint: WebhookEndpoint) -> str | NotDelivered:
        """The status of one endpoint, or why it didn't take the letter."""
        try:
            status, problem = self._over_the_wire(letter, endpoint)
        except NotDelivered as invalid:
            return invalid
        except (requests.RequestException, ValueError) as error:
            return breakdown(error)
        if problem is not None and problem.code == GONE:
            with contextlib.suppress(NudgeError):  # then it is still there, and the next 410 tries again
                self._disable(endpoint, "gone")
        return problem or str(status)

    def _over_the_wire(self, letter: Letter, endpoint: WebhookEndpoint) -> tuple[int, NotDelivered | None]:
        """Post once. Of the answer only status and headers count."""
        now = self._clock.now()
        body = body_of(letter, shows_words=endpoint.shows_words)
        headers = headers_of(letter, body, endpoint, at=now, sign=self._sign)
        request = requests.Request("POST", endpoint.url, headers=dict(headers), data=body.encode())
        prepared = self._session.prepare_request(request)
        self._check(prepared.url or "")
        with self._session.send(prepared, stream=True) as response:
            if response.raw.length_remaining == 0:
                response.raw.drain_conn()  # nothing is left in it: the next letter may use it
            return response.status_code, answer_problem(response.status_code, response.headers, now=now)

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in self._private_hosts:
            raise NotDelivered("webhook-not-https", is_final=True)
