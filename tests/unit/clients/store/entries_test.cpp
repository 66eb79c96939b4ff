#include <gmock/gmock.h>

#include "tests/unit/clients/store/store_fixture.hpp"

namespace clients {
namespace {

using testing::ElementsAre;

TEST_F(StoreTest, finds_entries_by_index_id_and_header) {
    Store store(*home);
    store.put_entry(sample(7, 1));
    store.put_entry(sample(3, 2));
    EXPECT_EQ(store.entry_count(), 2u);
    expect_equal(store.entry_at(7).value(), sample(7, 1));
    expect_equal(store.entry_by_id(id_number(2)).value(), sample(3, 2));
    EXPECT_EQ(store.index_of_header(header_hash(1)), 7u);
    EXPECT_FALSE(store.entry_at(4));
    EXPECT_FALSE(store.entry_by_id(id_number(3)));
    EXPECT_FALSE(store.index_of_header(header_hash(3)));
}

TEST_F(StoreTest, names_the_first_of_two_with_the_same_header) {
    Store store(*home);
    store.put_entry(sample(9, 1));
    store.put_entry(sample(4, 1));
    EXPECT_EQ(store.index_of_header(header_hash(1)), 4u);
    EXPECT_EQ(store.entry_by_id(id_number(1)).value().index, 4u);
}

TEST_F(StoreTest, replaces_an_entry_with_all_that_finds_it) {
    Store store(*home);
    store.put_entry(sample(7, 1));
    StoredEntry better = sample(7, 2);
    better.fault = "bad-signature";
    better.delivered = protocol::Delivered::header_only;
    better.content.clear();
    store.put_entry(better);
    EXPECT_EQ(store.entry_count(), 1u);
    expect_equal(store.entry_at(7).value(), better);
    EXPECT_FALSE(store.entry_by_id(id_number(1)));
    EXPECT_FALSE(store.index_of_header(header_hash(1)));
}

TEST_F(StoreTest, keeps_what_cannot_be_read) {
    Store store(*home);
    const StoredEntry odd{.index = 0, .leaf = "no leaf", .delivered = protocol::Delivered::whole, .entry = {0xff, 0x00},
                          .fault = "malformed-entry", .content = {}};
    store.put_entry(odd);
    expect_equal(store.entry_at(0).value(), odd);
}

TEST_F(StoreTest, visits_in_index_order_and_lets_the_visitor_write) {
    Store store(*home);
    for (const std::uint64_t index : {50u, 2u, 300u, 1u}) store.put_entry(sample(index, static_cast<std::uint8_t>(index)));
    std::vector<std::uint64_t> seen;
    store.each_entry(2, [&](const StoredEntry& entry) {
        seen.push_back(entry.index);
        StoredEntry opened = sample(entry.index, static_cast<std::uint8_t>(entry.index));
        opened.content = crypto::to_secret("opened");
        store.put_entry(opened);
        return entry.index < 50;
    });
    EXPECT_THAT(seen, ElementsAre(2, 50));
    EXPECT_EQ(crypto::as_text(store.entry_at(2).value().content), "opened");
}

}  // namespace
}  // namespace clients
