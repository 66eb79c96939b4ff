// A circle is to have its next epoch, and who holds its secret is away.
#include "clients/core/session/limits.hpp"
#include "clients/core/session/upkeep.hpp"
#include "tests/unit/clients/session/carried_session.hpp"

namespace clients::test {
namespace {

const Circle readmission = *Circle::parse("group:readmission");

struct Patience : CarriedSession {
    // Founded by de.01 and gr.01; fr.01 has come later and was handed nothing, then gr.01 has gone.
    void lose_a_holder() {
        take(net->admission("gr.01"));
        take(net->group(readmission.text(), {"de.01", "gr.01"}));
        take(net->governing(net->person("fr.01"), CircleClaim{.circle = readmission, .action = CircleClaim::Action::join}));
        take(net->governing(net->officer(), RevocationClaim{.handle = *Handle::parse("gr.01"), .device = {}, .keep = {},
                                                            .reason = RevocationReason::left}));
    }
    std::optional<Chore> rotation() {
        for (Chore& chore : chores(*session))
            if (chore.what == Chore::What::rotation && chore.circle == readmission) return std::move(chore);
        return std::nullopt;
    }
};

TEST_F(Patience, who_cannot_hand_on_the_past_waits_a_day_for_who_can) {
    begin(10 * day);
    lose_a_holder();
    ASSERT_TRUE(bring(honest.page(unix_now())));
    const auto seen = register_now(*session);
    const auto chore = rotation();
    ASSERT_TRUE(chore);
    EXPECT_FALSE(chore->hands_on);
    EXPECT_GE(chore->turn, seen + limits::absence_patience_s);
    EXPECT_LE(chore->turn, register_now(*session) + limits::absence_patience_s);
    // Counted from when it was first seen, not from each look.
    ASSERT_TRUE(bring_more(honest.page(seen + 3600)));
    EXPECT_EQ(rotation()->turn, chore->turn);
    ASSERT_TRUE(bring_more(honest.page(chore->turn)));
    EXPECT_LE(rotation()->turn, register_now(*session));
}

TEST_F(Patience, an_epoch_made_meanwhile_leaves_nothing_to_wait_for) {
    begin(10 * day);
    lose_a_holder();
    ASSERT_TRUE(bring(honest.page(unix_now())));
    ASSERT_TRUE(rotation());
    take(net->rotation(net->person("de.01"), readmission.text()));
    ASSERT_TRUE(bring_more(honest.page(unix_now())));
    EXPECT_FALSE(rotation());
}

}  // namespace
}  // namespace clients::test
