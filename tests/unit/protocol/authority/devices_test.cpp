#include "protocol/limits.hpp"
#include "tests/unit/protocol/authority/authority_fixture.hpp"

namespace protocol::test {
namespace {

class Devices : public Authority {
protected:
    Entry with(const Device& by, DeviceKeys keys, const Device& prover, crypto::Context context = crypto::Context::device) {
        const auto line = device_line(net.state().network(), by.handle, keys);
        return net.governing(by, DeviceClaim{.keys = keys, .proof = prover.key.sign(context, crypto::as_bytes(line))});
    }
    // fr.01 has a, which admitted b, which admitted c and d.
    void admit_a_family() {
        take(device(fr, b));
        take(device(b, c));
        take(device(b, d));
    }
    Device b = make_person("fr.01"), c = make_person("fr.01"), d = make_person("fr.01");
};

TEST_F(Devices, a_further_one_comes_with_the_signatures_of_an_older_one_and_its_own) {
    EXPECT_EQ(net.judge_now(net.written(b, "request", {"network"})), errc::key_mismatch);
    take(device(fr, b));
    EXPECT_EQ(known("fr.01").admitted_by.at(b.device()), fr.device());
    EXPECT_FALSE(net.judge_now(net.written(b, "request", {"network"})));
    EXPECT_FALSE(net.judge_now(device(b, c)));
    EXPECT_EQ(net.state().find_by_pin(b.tls.pin(), net.now())->handle, handle("fr.01"));
    // It is a new member of its circle, to be granted the secrets: nothing is stale.
    EXPECT_FALSE(net.state().stale(circle("state:fr"), net.now()));
}

TEST_F(Devices, no_key_comes_twice_of_whatever_use) {
    take(device(fr, b));
    take(revocation(fr, "fr.01", b.device()));
    for (const Device* taken : {&fr, &de, &b}) {
        DeviceKeys keys = c.keys();
        keys.tls = taken->keys().tls;
        EXPECT_EQ(net.judge_now(with(fr, keys, c)), errc::already_exists);
        keys = c.keys();
        keys.age = taken->keys().age;
        EXPECT_EQ(net.judge_now(with(fr, keys, c)), errc::already_exists);
        keys = c.keys();
        keys.sign = taken->keys().sign;
        EXPECT_EQ(net.judge_now(with(fr, keys, *taken)), errc::already_exists);
    }
    EXPECT_FALSE(net.judge_now(with(fr, c.keys(), c)));
}

TEST_F(Devices, the_new_key_proves_itself_for_this_person_in_this_network) {
    EXPECT_EQ(net.judge_now(with(fr, b.keys(), c)), errc::bad_signature);
    EXPECT_EQ(net.judge_now(with(fr, b.keys(), b, crypto::Context::entry)), errc::bad_signature);
    const auto proved = [&](const NetworkId& network, const Handle& person) {
        const auto line = device_line(network, person, b.keys());
        return net.judge_now(net.governing(
            fr, DeviceClaim{.keys = b.keys(), .proof = b.key.sign(crypto::Context::device, crypto::as_bytes(line))}));
    };
    EXPECT_FALSE(proved(net.state().network(), fr.handle));
    EXPECT_EQ(proved(net.state().network(), de.handle), errc::bad_signature);
    EXPECT_EQ(proved(crypto::sha256("another"), fr.handle), errc::bad_signature);
}

TEST_F(Devices, of_one_person_are_eight_at_most) {
    for (std::size_t i = 1; i < limits::devices_max; ++i) take(device(fr, make_person("fr.01")));
    EXPECT_EQ(net.judge_now(device(fr, b)), errc::too_large);
    take(revocation(fr, "fr.01", known("fr.01").admitted_by.begin()->first));
    EXPECT_FALSE(net.judge_now(device(fr, b)));
}

TEST_F(Devices, a_revoked_one_takes_all_that_it_admitted_with_it) {
    admit_a_family();
    take(revocation(fr, "fr.01", b.device()));
    EXPECT_EQ(known("fr.01").devices.size(), 1U);
    EXPECT_TRUE(known("fr.01").admitted_by.empty());
    EXPECT_EQ(net.judge_now(net.written(d, "request", {"network"})), errc::key_mismatch);
    EXPECT_EQ(net.state().find_by_pin(d.tls.pin(), net.now()), nullptr);
    EXPECT_TRUE(is_active("fr.01"));
}

TEST_F(Devices, what_is_kept_hangs_where_the_revoked_one_hung) {
    admit_a_family();
    take(revocation(fr, "fr.01", b.device(), {c.device()}));
    EXPECT_FALSE(known("fr.01").devices.contains(d.device()));
    EXPECT_EQ(known("fr.01").admitted_by.at(c.device()), fr.device());
    EXPECT_FALSE(net.judge_now(net.written(c, "request", {"network"})));
    // The first device fell and its heir is kept: nobody signed for that one any more.
    take(revocation(c, "fr.01", fr.device(), {c.device()}));
    EXPECT_EQ(known("fr.01").devices.size(), 1U);
    EXPECT_TRUE(known("fr.01").admitted_by.empty());
}

TEST_F(Devices, only_what_would_fall_can_be_kept_and_only_what_stands_revoked) {
    admit_a_family();
    EXPECT_EQ(net.judge_now(revocation(fr, "fr.01", b.device(), {fr.device()})), errc::not_current);
    EXPECT_EQ(net.judge_now(revocation(fr, "fr.01", b.device(), {b.device()})), errc::not_current);
    EXPECT_EQ(net.judge_now(revocation(fr, "fr.01", c.device(), {d.device()})), errc::not_current);
    EXPECT_EQ(net.judge_now(revocation(fr, "fr.01", de.device())), errc::not_current);
    EXPECT_EQ(net.judge_now(revocation(dmr, "fr.07")), errc::not_current);
    take(revocation(fr, "fr.01", c.device()));
    EXPECT_EQ(net.judge_now(revocation(fr, "fr.01", c.device())), errc::not_current);
}

TEST_F(Devices, a_person_is_revoked_for_ever) {
    take(device(fr, b));
    take(revocation(dmr, "fr.01"));
    EXPECT_EQ(known("fr.01").revoked, net.now());
    EXPECT_TRUE(known("fr.01").devices.empty());
    EXPECT_EQ(net.judge_now(net.written(b, "request", {"network"})), errc::author_unknown);
    EXPECT_EQ(net.judge_now(revocation(dmr, "fr.01")), errc::not_current);
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("fr.01"), Role::focal_point)), errc::stale_epoch);
    take(net.rotation(dmr, "network"));
    EXPECT_EQ(net.judge_now(net.designation(dmr, make_person("fr.01"), Role::focal_point)), errc::already_exists);
}

TEST_F(Devices, a_person_without_devices_is_revoked) {
    take(revocation(fr, "fr.01", fr.device()));
    EXPECT_EQ(known("fr.01").revoked, net.now());
    EXPECT_FALSE(is_active("fr.01"));
    EXPECT_EQ(net.judge_now(revocation(dmr, "fr.01")), errc::not_current);
}

TEST_F(Devices, the_person_their_focal_points_and_officers_may_revoke) {
    const Device& second = join("fr.02");
    const Device& reader = join("fr.03", Role::national_reader);
    EXPECT_FALSE(net.judge_now(revocation(fr, "fr.02")));
    EXPECT_FALSE(net.judge_now(revocation(second, "fr.01")));
    EXPECT_FALSE(net.judge_now(revocation(dmr, "fr.02")));
    EXPECT_FALSE(net.judge_now(revocation(reader, "fr.03")));
    EXPECT_EQ(net.judge_now(revocation(reader, "fr.01")), errc::not_authorised);
    EXPECT_EQ(net.judge_now(revocation(de, "fr.01")), errc::not_authorised);
    EXPECT_EQ(net.judge_now(revocation(fr, "dmr.01")), errc::not_authorised);
}

TEST_F(Devices, an_officer_remains) {
    const auto ends_at_once = [&](const Device& by) {
        DesignationClaim claim{.handle = dmr.handle, .role = Role::officer, .keys = dmr.keys(), .from = {}, .until = net.now(),
                               .replaces = known("dmr.01").designation};
        return net.judge_now(net.governing(by, claim, {net.current("network")}));
    };
    take(net.designation(dmr, net.person("dmr.07"), Role::expert));  // no officer
    EXPECT_EQ(net.judge_now(revocation(dmr, "dmr.01")), errc::last_officer);
    EXPECT_EQ(net.judge_now(revocation(dmr, "dmr.01", dmr.device())), errc::last_officer);
    EXPECT_EQ(ends_at_once(dmr), errc::last_officer);
    const Device other = make_person("dmr.01");
    take(device(dmr, other));
    EXPECT_EQ(net.judge_now(revocation(dmr, "dmr.01", dmr.device())), errc::last_officer);
    EXPECT_FALSE(net.judge_now(revocation(dmr, "dmr.01", dmr.device(), {other.device()})));
    second_officer();
    EXPECT_FALSE(net.judge_now(revocation(dmr, "dmr.01")));
    EXPECT_FALSE(ends_at_once(dmr));
}

TEST_F(Devices, an_end_date_leaves_a_persons_devices_as_they_are) {
    take(device(fr, b));
    DesignationClaim claim{.handle = fr.handle, .role = Role::focal_point, .keys = b.keys(), .from = {}, .until = net.now() + day,
                           .replaces = known("fr.01").designation};
    take(net.governing(fr, claim, {net.current("network")}));
    EXPECT_EQ(known("fr.01").devices.size(), 2U);
    EXPECT_EQ(known("fr.01").until, net.now() + day);
}

TEST_F(Devices, what_a_revoked_one_could_read_is_sealed_to_no_more) {
    take(device(fr, b));
    take(net.grant(fr, "state:fr", {1}, b.device()));
    EXPECT_TRUE(knows(b, net.current("network")));
    take(revocation(fr, "fr.01", b.device()));
    for (const auto* name : {"state:fr", "network"}) EXPECT_TRUE(net.state().stale(circle(name), net.now())) << name;
    EXPECT_EQ(net.judge_now(net.written(fr, "request", {"network"})), errc::stale_epoch);
    take(net.rotation(fr, "state:fr"));
    take(net.rotation(fr, "network"));
    EXPECT_FALSE(knows(b, net.current("network")));
    EXPECT_FALSE(net.judge_now(net.written(fr, "request", {"network"})));
}

}  // namespace
}  // namespace protocol::test
