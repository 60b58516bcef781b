"""An index on a Milvus server, a vector database that many machines share.

`connection` and `server` speak to it, `schema` says what it keeps, `keys` names rows. `store` and
`search` read what is there, `opened` makes an index of them; `build` brings it up to date, through
`writing`. Every row has a key that follows from what it is, so that several machines may index
folders of one corpus at once.
"""

from qa_bot.milvus.build import build_on
from qa_bot.milvus.opened import MilvusIndex, open_on, require_on
from qa_bot.milvus.server import Server

__all__ = ["MilvusIndex", "Server", "build_on", "open_on", "require_on"]
