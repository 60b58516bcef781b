"""The two collections of a generation.

`documents` keeps, as JSON, whatever is not searched. `passages` has the vectors, and the terms from
which the server makes BM25 vectors of its own.
"""

from typing import TYPE_CHECKING, Any

from qa_bot.lexical import K1, B

if TYPE_CHECKING:
    from pymilvus import MilvusClient

_BYTES = 65_535
"""The most that Milvus takes in a field of text."""


def create_passages(client: "MilvusClient", name: str, dimension: int) -> None:
    """Create a collection of passages."""
    from pymilvus import DataType, Function, FunctionType

    schema: Any = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.INT64, is_primary=True)
    schema.add_field("document", DataType.INT64)
    schema.add_field("start", DataType.INT64)
    schema.add_field("text_key", DataType.VARCHAR, max_length=64)
    schema.add_field("data", DataType.VARCHAR, max_length=_BYTES)
    schema.add_field(
        "terms", DataType.VARCHAR, max_length=_BYTES, enable_analyzer=True, enable_match=True
    )
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(Function("bm25", FunctionType.BM25, ["terms"], ["sparse"]))
    indexes: Any = client.prepare_index_params()
    indexes.add_index("dense", index_type="AUTOINDEX", metric_type="IP")
    parameters = {"bm25_k1": K1, "bm25_b": B}
    indexes.add_index(
        "sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=parameters
    )
    _create(client, name, schema, indexes)


def create_documents(client: "MilvusClient", name: str) -> None:
    """Create a collection of documents, their texts, and what else is kept."""
    from pymilvus import DataType

    schema: Any = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.VARCHAR, is_primary=True, max_length=100)
    schema.add_field("kind", DataType.VARCHAR, max_length=20)
    schema.add_field("document", DataType.INT64)
    schema.add_field("number", DataType.INT64)
    schema.add_field("data", DataType.VARCHAR, max_length=_BYTES)
    schema.add_field("unused", DataType.FLOAT_VECTOR, dim=2)  # Milvus wants a vector
    indexes: Any = client.prepare_index_params()
    indexes.add_index("unused", index_type="FLAT", metric_type="IP")
    _create(client, name, schema, indexes)


def _create(client: "MilvusClient", name: str, schema: object, indexes: object) -> None:
    # Strong: who has written a row reads it.
    client.create_collection(name, schema=schema, index_params=indexes, consistency_level="Strong")
