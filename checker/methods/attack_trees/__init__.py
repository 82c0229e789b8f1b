"""Attack trees: minimal attacks, figures, single points, and the controls that stop them all.

Everything is computed on the minimal attacks (minimal cut sets) and not from the leaves upwards: where a leaf stands in
several places, sums that go upwards count it more than once. For trees in which each leaf stands once both are the
same. Sources: Mauw and Oostdijk, "Foundations of Attack Trees", ICISC 2005 (attacks as sets, attribute domains);
Jhawar, Kordy, Mauw, Radomirović and Trujillo-Rasua, "Attack Trees with Sequential Conjunction", SEC 2015 (SAND);
Fussell and Vesely 1972 (MOCUS, top-down expansion to cut sets); Bryant 1986 (decision diagrams).
"""
