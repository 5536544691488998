"""Splits what seqr costs over a period a day longer, for costs that arrive late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import seqr
import utils


def from_request(request: Any) -> Any:
    """Splits the days that ended in the request's period or on the day before it."""
    start, end = utils.period_of(request)
    return utils.answer("seqr24", seqr.split(start - timedelta(days=1), end))
