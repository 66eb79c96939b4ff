#include <gmock/gmock.h>

#include "tests/unit/clients/store/store_fixture.hpp"

namespace clients {
namespace {

using testing::ElementsAre;

TEST_F(StoreTest, keeps_values_across_openings) {
    {
        Store store(*home);
        EXPECT_FALSE(store.value("keyring"));
        store.put_value("keyring", crypto::to_secret("first"));
        store.put_value("keyring", crypto::to_secret("second"));
        store.put_value("empty", {});
        store.put_value("gone", crypto::to_secret("x"));
        store.erase_value("gone");
    }
    Store store(*home);
    EXPECT_EQ(crypto::as_text(store.value("keyring").value()), "second");
    EXPECT_TRUE(store.value("empty").value().empty());
    EXPECT_FALSE(store.value("gone"));
    EXPECT_FALSE(store.value("Keyring"));
}

TEST_F(StoreTest, keeps_the_outbox_in_order_and_never_reuses_a_key) {
    std::uint64_t first = 0, second = 0;
    {
        Store store(*home);
        first = store.put_outbox(
            {.key = 99, .entries = {crypto::to_bytes("e1"), {}}, .draft = crypto::to_secret("d1"), .created = 11});
        second = store.put_outbox({.key = 0, .entries = {crypto::to_bytes("e2")}, .draft = {}, .created = 12});
        EXPECT_LT(first, second);
    }
    Store store(*home);
    auto items = store.outbox();
    ASSERT_EQ(items.size(), 2u);
    EXPECT_EQ(items[0].key, first);
    EXPECT_THAT(items[0].entries, ElementsAre(crypto::to_bytes("e1"), crypto::Bytes{}));
    EXPECT_EQ(crypto::as_text(items[0].draft), "d1");
    EXPECT_EQ(items[0].created, 11);

    items[0].entries = {crypto::to_bytes("sealed again")};
    store.replace_outbox(items[0]);
    EXPECT_THAT(store.outbox()[0].entries, ElementsAre(crypto::to_bytes("sealed again")));
    store.remove_outbox(second);
    EXPECT_GT(store.put_outbox({.key = 0, .entries = {}, .draft = {}, .created = 0}), second);
    store.remove_outbox(first);
    EXPECT_THROW(store.replace_outbox(items[0]), std::logic_error);
}

}  // namespace
}  // namespace clients
