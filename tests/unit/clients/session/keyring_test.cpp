#include "clients/core/session/opening.hpp"

#include <gtest/gtest.h>

#include "protocol/errc.hpp"
#include "tests/unit/protocol/memory_network.hpp"

namespace clients {
namespace {

using namespace protocol;
using crypto::age::HybridIdentity;

struct KeyringTest : testing::Test {
    static HybridIdentity copy(const HybridIdentity& identity) {
        return *HybridIdentity::parse(crypto::as_text(identity.text()));
    }
    // What a rotation or grant of `network` would hand over.
    static SecretJson handed(std::uint64_t epoch, const HybridIdentity& identity) {
        Keyring ring;
        ring.add({Circle::network(), epoch}, copy(identity));
        return *ring.hand_over(Circle::network(), {epoch});
    }
    protocol::test::MemoryNetwork net{{"fr"}, {"fr.01"}};
    const CircleEpoch first{Circle::network(), 1};
    Keyring ring;
};

TEST_F(KeyringTest, the_published_secret_replaces_one_that_came_second) {
    ring.add(first, HybridIdentity::generate());   // of a rotation of mine that somebody else's overtook
    const auto taken = ring.take_over(Circle::network(), {1}, handed(1, net.secret("network")), net.state());
    EXPECT_TRUE(taken.grew);
    EXPECT_FALSE(taken.fault);
    EXPECT_EQ(ring.find(first)->recipient(), net.secret("network").recipient());
    EXPECT_FALSE(ring.take_over(Circle::network(), {1}, handed(1, net.secret("network")), net.state()).grew);
}

TEST_F(KeyringTest, takes_what_is_right_and_names_what_is_wrong) {
    auto content = handed(1, net.secret("network"));
    content["secrets"].push_back(handed(2, HybridIdentity::generate())["secrets"].front());
    const auto taken = ring.take_over(Circle::network(), {1}, content, net.state());
    EXPECT_TRUE(taken.grew);
    EXPECT_EQ(taken.fault, errc::malformed_content);
    EXPECT_NE(ring.find(first), nullptr);
    EXPECT_EQ(ring.find({Circle::network(), 2}), nullptr);
}

TEST_F(KeyringTest, what_was_promised_and_is_not_there_is_a_fault) {
    Keyring none;
    const auto nothing = ring.take_over(Circle::network(), {1}, *none.hand_over(Circle::network(), {}), net.state());
    EXPECT_FALSE(nothing.grew);
    EXPECT_EQ(nothing.fault, errc::malformed_content);
    // What is there is taken all the same.
    const auto part = ring.take_over(Circle::network(), {1, 2}, handed(1, net.secret("network")), net.state());
    EXPECT_TRUE(part.grew);
    EXPECT_EQ(part.fault, errc::malformed_content);
}

TEST_F(KeyringTest, a_wrong_secret_never_replaces_the_right_one) {
    ring.add(first, copy(net.secret("network")));
    EXPECT_EQ(ring.take_over(Circle::network(), {1}, handed(1, HybridIdentity::generate()), net.state()).fault,
              errc::malformed_content);
    EXPECT_EQ(ring.find(first)->recipient(), net.secret("network").recipient());
}

TEST_F(KeyringTest, drops_the_secret_of_a_refused_rotation_and_no_other) {
    const auto mine = HybridIdentity::generate();
    ring.add(first, copy(mine));
    ring.drop(first, net.secret("network").recipient());
    EXPECT_NE(ring.find(first), nullptr);
    ring.drop(first, mine.recipient());
    EXPECT_EQ(ring.find(first), nullptr);
}

// Of two rotations made at the same time mine came second. The other's is still to be opened: else this reader is locked out of
// the epoch, and nobody grants it, because the register says that it was handed over.
TEST_F(KeyringTest, a_secret_that_came_second_stands_for_nothing) {
    ring.add(first, copy(net.secret("network")));
    const RevocationClaim leaves{.handle = *Handle::parse("fr.01"), .device = {}, .keep = {}, .reason = RevocationReason::left};
    ASSERT_FALSE(net.append(net.governing(net.officer(), leaves)));
    const CircleEpoch second{Circle::network(), 2};
    ring.add(second, HybridIdentity::generate());   // mine
    const auto rotation = net.rotation(net.officer(), "network");
    ASSERT_FALSE(net.append(rotation));
    EXPECT_NE(ring.find_published(first, net.state()), nullptr);
    EXPECT_EQ(ring.find_published(second, net.state()), nullptr);
    EXPECT_FALSE(brings_nothing_new(rotation, ring, net.state()));
    ring.take_over(Circle::network(), {2}, handed(2, net.secret("network")), net.state());
    EXPECT_TRUE(brings_nothing_new(rotation, ring, net.state()));
}

}  // namespace
}  // namespace clients
