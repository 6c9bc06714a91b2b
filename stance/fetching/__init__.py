"""Texts from the network, only when asked for: addresses, feeds, the GDELT index.

What comes in lands as files in a folder, byte for byte, with a list of where each is from; reading
and analysing go on from there. Nothing else in the package opens a connection.
"""

from stance.fetching.addresses import Guard, checked_address
from stance.fetching.client import Fetched, Fetcher, Limits
from stance.fetching.feeds import FeedEntry, read_feed
from stance.fetching.folder import FetchFolder, FetchReport, fetch_all
from stance.fetching.gdelt import GdeltArticle, search_gdelt

__all__ = [
    "FeedEntry",
    "FetchFolder",
    "FetchReport",
    "Fetched",
    "Fetcher",
    "GdeltArticle",
    "Guard",
    "Limits",
    "checked_address",
    "fetch_all",
    "read_feed",
    "search_gdelt",
]
