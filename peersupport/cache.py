"""A cache that is allowed to be away: with Redis down every page still answers."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _forgiving(name: str, otherwise: Callable[[tuple, dict], Any]) -> Callable:
    original = getattr(RedisCache, name)

    @wraps(original)
    def method(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(self, *args, **kwargs)
        except (RedisError, OSError):
            log.warning("cache is away: %s", name)
            return otherwise(args, kwargs)

    return method


class ForgivingRedisCache(RedisCache):
    """Redis behind short time-outs; what fails reads as "not there". Limits fail open."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
        params["OPTIONS"] = options | params.get("OPTIONS", {})
        super().__init__(server, params)

    add = _forgiving("add", lambda args, named: True)
    get = _forgiving("get", lambda args, named: (*args, named.get("default"))[1])
    set = _forgiving("set", lambda args, named: None)
    touch = _forgiving("touch", lambda args, named: False)
    delete = _forgiving("delete", lambda args, named: False)
    get_many = _forgiving("get_many", lambda args, named: {})
    set_many = _forgiving("set_many", lambda args, named: [])
    delete_many = _forgiving("delete_many", lambda args, named: None)
    has_key = _forgiving("has_key", lambda args, named: False)
    incr = _forgiving("incr", lambda args, named: 1)
    clear = _forgiving("clear", lambda args, named: None)
