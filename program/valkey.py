"""Django's cache on Valkey, without a new client for every command."""

from functools import cached_property
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis


class OneClient(RedisCacheClient):
    """redis-py's client has a pool of its own and may be shared; making one took longer than a command."""

    @cached_property
    def client(self) -> Redis:
        return super().get_client()

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        return self.client


class ValkeyCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient
