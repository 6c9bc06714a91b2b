"""Tests of the room stance.store."""
