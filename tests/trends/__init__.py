"""Tests of the room stance.trends."""
