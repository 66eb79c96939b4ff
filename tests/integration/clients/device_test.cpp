// A person's devices through the program: added, listed, revoked.
#include "clients/core/session/devices.hpp"
#include "protocol/claims.hpp"
#include "tests/integration/clients/keys_fixture.hpp"

namespace clients::test {
namespace {

using namespace protocol;

struct Devices : Keys {
    Devices() : Keys({"fr", "de"}) {}

    // fr.01 has a second device at home "fr-2"; its key.
    std::string add_device() {
        const auto made = nfp("fr", {"device", "add", "-o", file("code"), "--no-wait"});
        if (made.code != 0) throw std::runtime_error("device add: " + made.output);
        const auto joined = read("fr-2", {"join", file("code")});
        const auto approved = nfp("fr", {"device", "approve", "--yes"});
        if (approved.code != 0) throw std::runtime_error("device approve: " + approved.output);
        return joined.at("device").get<std::string>();
    }
};

TEST_F(Devices, a_second_device_reads_at_once_what_was_written_before) {
    send(net.member("de"), a_draft("Before"));
    const auto before = register_size();
    const auto key = add_device();
    EXPECT_EQ(register_size(), before + 2);   // the device and one grant, nothing else
    ASSERT_EQ(nfp("fr-2", {"sync"}).code, 0);
    const auto inbox = read("fr-2", {"inbox"});
    ASSERT_EQ(inbox.at("entries").size(), 1U) << inbox;
    EXPECT_EQ(inbox.at("entries").at(0).at("title"), "Before");
    EXPECT_EQ(read("fr-2", {"status"}).at("unopened"), 0);

    const auto list = read("fr-2", {"device", "list"}).at("devices");
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list.at(1).at("key"), key);
    EXPECT_EQ(list.at(1).at("this"), true);
    EXPECT_EQ(list.at(1).at("admitted_by"), list.at(0).at("key"));
    EXPECT_FALSE(list.at(0).contains("admitted_by"));
}

TEST_F(Devices, the_code_is_for_one_device_and_nobody_approves_unasked) {
    EXPECT_EQ(nfp("fr", {"device", "approve", "--yes"}).code, 1);   // no code
    ASSERT_EQ(nfp("fr", {"device", "add", "-o", file("code"), "--no-wait"}).code, 0);
    const auto rights = std::filesystem::status(file("code")).permissions();
    EXPECT_EQ(rights & (std::filesystem::perms::group_all | std::filesystem::perms::others_all), std::filesystem::perms::none);
    EXPECT_EQ(nfp("fr", {"device", "approve", "--yes"}).code, 75);   // no device yet
    ASSERT_EQ(nfp("fr-2", {"join", file("code")}).code, 0);
    EXPECT_EQ(nfp("fr-2", {"sync"}).code, 75);
    EXPECT_EQ(nfp("fr", {"device", "approve"}).code, 2);   // nobody there to ask
    EXPECT_NE(nfp("fr-3", {"join", file("code")}).code, 0);
    EXPECT_EQ(nfp("fr-2", {"sync"}).code, 75);
}

TEST_F(Devices, revoking_one_renews_what_it_knew_and_nothing_else) {
    const auto key = add_device();
    ASSERT_EQ(nfp("fr-2", {"sync"}).code, 0);
    const auto dmr_before = epoch_of(net.member("dmr"), "dmr"), de_before = epoch_of(net.member("de"), "state:de");
    const auto planned = read("fr", {"device", "revoke", key, "--reason", "lost", "--dry-run"});
    EXPECT_EQ(planned.at("ends"), json::array({key}));
    ASSERT_EQ(planned.at("closes").size(), 2U);
    EXPECT_EQ(planned.at("closes").at(0).at("circle"), "state:fr");
    EXPECT_EQ(planned.at("closes").at(1).at("circle"), "network");
    ASSERT_EQ(nfp("fr", {"device", "revoke", key, "--reason", "lost", "--yes"}).code, 0);
    EXPECT_EQ(epoch_of(net.member("fr"), "state:fr"), 2U);
    EXPECT_EQ(epoch_of(net.member("fr"), "network"), 2U);
    EXPECT_EQ(epoch_of(net.member("dmr"), "dmr"), dmr_before);
    EXPECT_EQ(epoch_of(net.member("de"), "state:de"), de_before);
    EXPECT_NE(nfp("fr-2", {"sync"}).code, 0);
    EXPECT_EQ(nfp("fr", {"sync"}).code, 0);
    EXPECT_EQ(read("fr", {"device", "list"}).at("devices").size(), 1U);
    EXPECT_EQ(nfp("fr", {"device", "revoke", key, "--reason", "lost", "--yes"}).code, 1);   // once
}

TEST_F(Devices, an_exchanged_enrolment_is_refused) {
    Session& fr = net.member("fr");
    up_to_date(fr);
    const auto file = *parse_invitation_file(must(invite_device(fr, 3'600)));
    // Signed part and token are right, the secret behind the MAC is not: what a gateway could make up.
    const InvitationFile stolen{.signed_part = file.signed_part, .invitation = file.invitation,
                                .secret = InvitationSecret(std::array<std::uint8_t, 32>{1})};
    const auto stranger = Identity::generate(fr.identity().handle, fr.identity().gateway, fr.identity().pins);
    const auto forged = make_device_enrolment(stolen, stranger.public_keys(), stranger.sign);
    must(must(fr.anonymous_gateway()).enrol(forged, token_of(file.secret)));
    const auto refused = device_candidate(fr, file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::enrolment_invalid);
}

}  // namespace
}  // namespace clients::test
