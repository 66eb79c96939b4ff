// A client that looks at the register again from its start, and one whose secrets are to be destroyed: what a gateway that lies
// can do to either.
#include "clients/core/session/folding.hpp"
#include "clients/core/session/forgetting.hpp"
#include "tests/unit/clients/session/carried_session.hpp"

namespace clients::test {
namespace {

const Circle state_fr = *Circle::parse("state:fr");

struct SecondLook : CarriedSession {
    Entry revocation_of_de() {
        return net->governing(net->officer(), RevocationClaim{.handle = *Handle::parse("de.01"), .device = {}, .keep = {},
                                                              .reason = RevocationReason::lost});
    }
    // One information is withheld, and the next one to the same circle shows it: the past is to be brought again.
    void find_a_gap(std::int64_t time) {
        const auto index = honest.size();
        take(net->information(net->officer()));
        take(net->information(net->officer()));
        ASSERT_TRUE(bring(honest.page(time, {index})));
        ASSERT_EQ(session->wanted_from(), 0U);
    }
};

TEST_F(SecondLook, never_accepts_another_register_than_before) {
    begin(day);
    ASSERT_TRUE(bring(honest.page(began)));
    const auto withheld = honest.size();
    find_a_gap(began);
    MemoryRegister forged = honest;
    // The forged one goes on as if de.01 had never been revoked.
    const CircleClaim group{.circle = *Circle::parse("group:x"), .action = CircleClaim::Action::create};
    forged.append(net->governing(net->officer(), group), began);
    take(revocation_of_de());
    ASSERT_TRUE(bring_more(honest.page(began, {withheld})));
    ASSERT_EQ(session->state().find_active(*Handle::parse("de.01"), began), nullptr);

    EXPECT_FALSE(bring(forged.page(began)));
    EXPECT_EQ(session->state().find_active(*Handle::parse("de.01"), began), nullptr);
    EXPECT_EQ(session->view().next, honest.size());
    const auto again = bring(honest.page(began));
    ASSERT_TRUE(again) << again.error().code.message();
    EXPECT_EQ(session->wanted_from(), honest.size());
}

TEST_F(SecondLook, never_accepts_a_shorter_register_than_before) {
    begin(day);
    ASSERT_TRUE(bring(honest.page(began)));
    find_a_gap(began);
    const MemoryRegister shorter = honest;
    take(revocation_of_de());
    ASSERT_TRUE(bring_more(honest.page(began, {shorter.size() - 2})));
    RegisterView view = session->view().from_the_start();
    const auto folded = fold_page(view, shorter.page(began), session->identity().network, session->store());
    ASSERT_FALSE(folded);
    EXPECT_EQ(folded.error().code, session_errc::register_shrank);
}

struct Retention : SecondLook {
    // The first epoch of state:fr ended 370 days after the founding, and is kept for a year.
    void end_first_epoch() {
        const auto& fr = net->person("fr.01");
        take(net->governing(fr, RetentionClaim{.circle = state_fr, .years = 1, .replaces = {}}));
        net->set_now(began + 370 * day);
        take(net->rotation(fr, "state:fr"));
    }
    bool holds_first() const { return session->keyring().find({state_fr, 1}) != nullptr; }
};

TEST_F(Retention, destroys_nothing_by_the_word_of_a_gateway_whose_clock_is_ahead) {
    begin(400 * day);
    end_first_epoch();
    ASSERT_TRUE(bring(honest.page(began + 800 * day)));
    ASSERT_TRUE(holds_first());
    EXPECT_TRUE(forget_overdue(*session).empty());
    EXPECT_TRUE(holds_first());
}

TEST_F(Retention, one_just_decided_destroys_nothing_until_everybody_was_warned_for_60_days) {
    begin(1000 * day);
    end_first_epoch();
    net->set_now(began + 800 * day);
    const auto& decided = net->state().find_circle(state_fr)->retention->entry;
    take(net->governing(net->person("fr.01"), RetentionClaim{.circle = state_fr, .years = 1, .replaces = decided}));
    ASSERT_TRUE(bring(honest.page(began + 860 * day)));
    EXPECT_TRUE(forget_overdue(*session).empty());
    ASSERT_TRUE(bring_more(honest.page(began + 861 * day)));
    EXPECT_EQ(forget_overdue(*session).size(), 1U);
    EXPECT_FALSE(holds_first());
}

TEST_F(Retention, what_was_destroyed_does_not_come_back_with_a_second_look) {
    begin(800 * day);
    end_first_epoch();
    ASSERT_TRUE(bring(honest.page(began + 799 * day)));
    ASSERT_TRUE(holds_first());
    ASSERT_EQ(forget_overdue(*session).size(), 1U);
    find_a_gap(began + 799 * day);
    const auto again = bring(honest.page(began + 800 * day));
    ASSERT_TRUE(again) << again.error().code.message();
    EXPECT_FALSE(holds_first());
    std::size_t rotations = 0;
    session->store().each_entry(0, [&](const StoredEntry& stored) {
        const auto entry = parse_entry(stored.entry, stored.delivered);
        const auto claim = entry ? parse_claim(entry->header) : std::unexpected(entry.error());
        const auto* rotation = claim ? std::get_if<RotationClaim>(&*claim) : nullptr;
        if (!rotation || rotation->circle != state_fr || rotation->epoch != 1) return true;
        ++rotations;
        EXPECT_EQ(stored.delivered, Delivered::header_only);   // else the device's key opens it
        return true;
    });
    EXPECT_EQ(rotations, 1U);
}

}  // namespace
}  // namespace clients::test
