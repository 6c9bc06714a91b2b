"""Tests of the way from files into a store."""
