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

// Somebody with a circle of their own: designated by an officer, and their own first epoch.
class knowing_persons : public delivering {
protected:
    void designate_expert(const std::string& handle) {
        auto& person = network->person(handle);
        person.role = protocol::Role::expert;
        const protocol::DesignationClaim claim{
            .handle = person.handle, .role = person.role, .keys = person.keys(), .from = {}, .until = {}, .replaces = {}};
        take({network->governing(network->officer(), claim, network->audience_of({"network"}))});
        take({network->rotation(person, "person:" + handle)});
    }
    protocol::Entry admission_to(const std::string& group, const std::string& handle, protocol::CircleClaim::Action action,
                                 std::optional<std::int64_t> until = {}) {
        return network->governing(network->officer(), protocol::CircleClaim{.circle = *protocol::Circle::parse(group),
                                                                            .action = action,
                                                                            .history = true,
                                                                            .person = *protocol::Handle::parse(handle),
                                                                            .until = until});
    }
    // A rotation that is sealed to this one key.
    protocol::Entry sealed_to(const protocol::KeyId& key) {
        auto entry = network->information(network->person("fr.01"), {"state:fr"});
        entry.header.kind = "rotation";
        entry.header.claim = {{"circle", "state:fr"}};
        entry.header.audience = {key};
        return entry;
    }
};

TEST_F(knowing_persons, an_expert_gets_the_headers_of_what_governs_and_what_is_sealed_to_their_own_circle) {
    designate_expert("dmr.10");
    const auto theirs = network->information(network->person("fr.01"), {"state:fr", "person:dmr.10"});
    EXPECT_EQ(share("dmr.10", theirs), Share::whole);
    for (const char* handle : {"de.01", "dmr.01"}) EXPECT_EQ(share(handle, theirs), Share::nothing) << handle;
    for (const auto& entry : {network->request(network->person("fr.01")), network->information(network->officer(), {"dmr"}),
                              network->information(network->person("fr.01"), {"state:fr"})})
        EXPECT_EQ(share("dmr.10", entry), Share::nothing);
    for (const auto& entry : network->admission("se.01")) EXPECT_EQ(share("dmr.10", entry), Share::header_only);

    ASSERT_TRUE(submit(theirs));
    ASSERT_TRUE(submit(network->request(network->person("fr.01"))));
    ASSERT_TRUE(submit(network->information(network->officer(), {"dmr"})));
    const auto& person = reader("dmr.10");
    const auto snapshot = store->snapshot();
    std::map<std::uint64_t, Share> expected;
    for (std::uint64_t index = 0; index < snapshot->size(); ++index)
        if (const auto shared = shared_entry(*snapshot, *view->state, person, index, clock)) expected[index] = shared->share;
    EXPECT_EQ(everything("dmr.10"), expected);
    EXPECT_EQ(expected.at(snapshot->size() - 3), Share::whole);
    EXPECT_FALSE(expected.contains(snapshot->size() - 1));
}

TEST_F(knowing_persons, a_group_that_admits_somebody_opens_its_past_to_them_until_the_date) {
    designate_expert("dmr.10");
    take(network->group("group:return", {"fr.01", "de.01"}));
    const auto early = network->information(network->person("fr.01"), {"group:return"});
    const auto outcome = submit(early);
    ASSERT_TRUE(outcome);
    const auto index = verify(early, outcome->receipts[0]).index;
    using Action = protocol::CircleClaim::Action;
    const auto expect = [&](Share wanted) {
        EXPECT_EQ(share("dmr.10", early), wanted);
        const auto found = everything("dmr.10");
        EXPECT_EQ(found.contains(index) ? found.at(index) : Share::nothing, wanted);
    };
    expect(Share::nothing);
    take({admission_to("group:return", "dmr.10", Action::admit, clock + 1000)});
    expect(Share::whole);   // what was sent before the admission too
    const auto set_list = [&](const protocol::AccessList& list) {
        const auto replaced = published->view()->state->members().at(list.member).lists.at(list.side).second;
        take({network->governing(network->officer(), protocol::AccessClaim{.list = list, .replaces = replaced})});
    };
    const auto list = protocol::default_access_list(protocol::Member::dmr());
    auto officers_only = list;
    officers_only.rules.resize(1);
    set_list(officers_only);
    expect(Share::nothing);
    set_list(list);
    expect(Share::whole);
    clock += 1000;
    expect(Share::nothing);
    take({admission_to("group:return", "dmr.10", Action::admit)});
    expect(Share::whole);
    take({admission_to("group:return", "dmr.10", Action::dismiss)});
    expect(Share::nothing);
}

TEST_F(knowing_persons, what_is_sealed_to_a_device_stays_its_persons) {
    const auto& person = network->person("fr.01");
    const auto device = test::make_person("fr.01");
    const auto line = protocol::device_line(network->state().network(), device.handle, device.keys());
    const auto grant = sealed_to(device.device());
    EXPECT_EQ(share("fr.01", grant), Share::header_only);   // nobody's yet
    take({network->governing(person,
                             protocol::DeviceClaim{.keys = device.keys(),
                                                   .proof = device.key.sign(crypto::Context::device, crypto::as_bytes(line))})});
    EXPECT_EQ(share("fr.01", grant), Share::whole);
    for (const char* handle : {"de.01", "dmr.01"}) EXPECT_EQ(share(handle, grant), Share::header_only) << handle;
    take({network->governing(person, protocol::RevocationClaim{.handle = person.handle, .device = device.device(), .keep = {},
                                                               .reason = protocol::RevocationReason::lost})});
    EXPECT_EQ(share("fr.01", grant), Share::whole);
}

TEST_F(knowing_persons, what_is_sealed_to_a_recovery_sheet_goes_to_the_focal_points_of_its_state) {
    const auto sign = crypto::SigningKey::generate();
    const auto age = crypto::age::HybridIdentity::generate();
    const auto& person = network->person("fr.01");
    const auto rotation = sealed_to(protocol::KeyId::of(sign.verify_key()));
    EXPECT_EQ(share("fr.01", rotation), Share::header_only);
    const protocol::RecoveryMake make{
        .keys = {.sign = sign.verify_key(), .age = age.recipient()}, .holders = {person.handle}, .replaces = {}};
    const auto made = network->governing(person, protocol::RecoveryClaim{.member = person.handle.member(), .action = make});
    take({made});
    EXPECT_EQ(share("fr.01", rotation), Share::whole);
    for (const char* handle : {"de.01", "dmr.01"}) EXPECT_EQ(share(handle, rotation), Share::header_only) << handle;
    // After its end too: what was sealed to it until then is opened with it.
    const protocol::RecoveryEnd end{.replaces = made.id};
    take({network->governing(person, protocol::RecoveryClaim{.member = person.handle.member(), .action = end})});
    EXPECT_EQ(share("fr.01", rotation), Share::whole);
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
