#include "gateway/policy/delivery.hpp"

#include "tests/unit/gateway/register/register_fixture.hpp"

namespace gateway::policy {
namespace {

class delivering : public RegisterFixture {
protected:
    void SetUp() override {
        RegisterFixture::SetUp();
        found();
        admit("fr.01");
        admit("de.01");
    }
    const protocol::Person& reader(const std::string& handle) {
        view = published->view();
        return *view->state->find_active(*protocol::Handle::parse(handle), clock);
    }
    Share share(const std::string& handle, const protocol::Entry& entry) {
        const auto& person = reader(handle);
        return share_of(*view->state, person, entry.header, clock);
    }
    // Everything that the cursor gives a reader, by its share.
    std::map<std::uint64_t, Share> everything(const std::string& handle, std::uint64_t from = 0) {
        const auto& person = reader(handle);
        const auto snapshot = store->snapshot();
        std::map<std::uint64_t, Share> out;
        Cursor cursor(*snapshot, streams_of(*view->state, person, clock), from);
        while (const auto index = cursor.next()) {
            EXPECT_FALSE(out.contains(*index));
            const auto shared = shared_entry(*snapshot, *view->state, person, *index, clock);
            out[*index] = shared ? shared->share : Share::nothing;
        }
        return out;
    }
    std::shared_ptr<const View> view;
};

TEST_F(delivering, whole_to_the_circle_and_nothing_to_others) {
    const auto entry = network->information(network->person("fr.01"), {"dmr", "state:fr"});
    EXPECT_EQ(share("fr.01", entry), Share::whole);
    EXPECT_EQ(share("dmr.01", entry), Share::whole);
    EXPECT_EQ(share("de.01", entry), Share::nothing);
    EXPECT_EQ(share("de.01", network->request(network->person("fr.01"))), Share::whole);
}

TEST_F(delivering, headers_of_governing_entries_go_to_everybody) {
    const auto batch = network->admission("se.01");
    EXPECT_EQ(share("de.01", batch[0]), Share::whole);        // designation: sealed to the network
    EXPECT_EQ(share("de.01", batch[1]), Share::header_only);  // rotation of state:se
    EXPECT_EQ(share("de.01", batch[3]), Share::header_only);  // grant to state:se
}

TEST_F(delivering, a_right_exists_only_if_both_lists_grant_it) {
    const auto entry = network->request(network->person("fr.01"));
    auto own = protocol::default_access_list(*protocol::Member::parse("de"));
    own.side = protocol::ListSide::own;
    own.rules[0].read = {*protocol::CirclePattern::parse("state:de")};
    take({network->governing(network->person("de.01"), protocol::AccessClaim{.list = own, .replaces = {}})});
    EXPECT_EQ(share("de.01", entry), Share::nothing);
    EXPECT_EQ(share("fr.01", entry), Share::whole);
    EXPECT_EQ(share("de.01", network->admission("se.01")[0]), Share::header_only);
}

TEST_F(delivering, the_cursor_gives_exactly_what_is_the_readers) {
    std::vector<protocol::Entry> all = network->founding();
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(submit(network->request(network->person("fr.01"))));
        ASSERT_TRUE(submit(network->information(network->person("fr.01"), {"dmr", "state:fr"})));
        ASSERT_TRUE(submit(network->information(network->person("de.01"), {"state:de"})));
    }
    const auto snapshot = store->snapshot();
    for (const std::string handle : {"dmr.01", "fr.01", "de.01"}) {
        const auto& person = reader(handle);
        std::map<std::uint64_t, Share> expected;
        for (std::uint64_t index = 0; index < snapshot->size(); ++index)
            if (const auto shared = shared_entry(*snapshot, *view->state, person, index, clock)) expected[index] = shared->share;
        EXPECT_EQ(everything(handle), expected) << handle;
        for (const std::uint64_t from : {1u, 7u, 14u, 20u, 27u, 100u}) {
            std::map<std::uint64_t, Share> rest(expected.lower_bound(from), expected.end());
            EXPECT_EQ(everything(handle, from), rest) << handle << " from " << from;
        }
    }
}

TEST_F(delivering, a_header_only_entry_is_the_head_alone) {
    const auto snapshot = store->snapshot();
    const auto& person = reader("de.01");
    const auto shared = shared_entry(*snapshot, *view->state, person, 1, clock);  // rotation of dmr
    ASSERT_TRUE(shared);
    EXPECT_EQ(shared->share, Share::header_only);
    const auto entry = protocol::parse_entry(shared->entry, protocol::Delivered::header_only);
    ASSERT_TRUE(entry);
    EXPECT_TRUE(entry->header.body.has_value());
}

}  // namespace
}  // namespace gateway::policy
