// A recovery by somebody who has nothing left but the sheet: it comes without a certificate, and nothing else comes that way.
#include <iostream>

#include "tests/integration/gateway/people_fixture.hpp"

namespace test {
namespace {

class recovering : public PeopledGateway {
protected:
    HttpResponse recover(const protocol::Entry& entry) { return recover(protocol::entry_bytes(entry)); }
    HttpResponse recover(crypto::ByteView entry) {
        return connect().post("/v1/enrolments", "application/json", crypto::as_bytes(protocol::recovery_call_json(entry)));
    }
    std::pair<protocol::Header, protocol::RecoveryUse> draft_use(const RecoverySheet& sheet, const Person& device) {
        auto header = recovery_use(sheet, device).header;
        const auto claim = protocol::parse_claim(header).value();
        return {std::move(header), std::get<protocol::RecoveryUse>(std::get<protocol::RecoveryClaim>(claim).action)};
    }
};

TEST_F(recovering, a_sheet_names_a_new_device_which_reads_at_once) {
    const auto sheet = recovery_sheet("fr.01");
    const auto device = make_person("fr.01");
    const auto use = recovery_use(sheet, device);
    const auto taken = recover(use);
    ASSERT_EQ(taken.status, 201u) << taken.text();
    const auto receipts = protocol::wire::parse_receipts(taken.text()).value();
    ASSERT_EQ(receipts.size(), 1u);
    EXPECT_TRUE(protocol::verify_receipt(use.id, receipts[0].leaf, receipts[0].proof, gateway.log()));
    network.accept({use});
    EXPECT_EQ(recover(use).status, 200u);   // the same bytes again
    EXPECT_EQ(recover(use).text(), taken.text());
    auto client = connect(&device);
    EXPECT_EQ(page(client).deliveries.size(), static_cast<std::size_t>(network.size()));
    // Used once; the older device is revoked by it.
    EXPECT_EQ(recover(recovery_use(sheet, make_person("fr.01"))).problem(), "not-current");
    EXPECT_THROW((void)connect("fr.01").get("/v1/health"), std::exception);
}

TEST_F(recovering, the_name_of_a_sheet_finds_its_place_and_nothing_else_does) {
    const auto sheet = recovery_sheet("fr.01");
    const auto place = [&](const std::string& key) { return connect().get("/v1/recoveries/" + key); };
    const auto found = place(sheet.key().text());
    ASSERT_EQ(found.status, 200u) << found.text();
    const auto answer = protocol::Json::parse(found.text());
    EXPECT_EQ(answer.at("network"), protocol::id_text(network.state().network()));
    EXPECT_EQ(answer.at("recovery"), protocol::id_text(sheet.made));
    EXPECT_EQ(answer.size(), 2u);
    const auto device = network.person("fr.01").device().text();
    for (const std::string& key : {RecoverySheet{}.key().text(), device, std::string("fr"), sheet.key().text().substr(1)})
        EXPECT_EQ(place(key).problem(), "not-found") << key;
}

TEST_F(recovering, whoever_has_no_sheet_learns_nothing) {
    const auto sheet = recovery_sheet("fr.01");
    RecoverySheet forged;
    forged.made = sheet.made;   // the right recovery by another key
    RecoverySheet absent;       // no recovery at all
    std::vector<std::pair<std::string, protocol::Entry>> cases;
    for (const char* handle : {"fr.01", "fr.02", "de.01", "se.01", "zz.01"}) {
        cases.emplace_back(std::string("another key for ") + handle, recovery_use(forged, make_person(handle)));
        cases.emplace_back(std::string("no recovery for ") + handle, recovery_use(absent, make_person(handle)));
    }
    const auto device = make_person("fr.01");
    const auto spoilt = [&](const std::string& name, auto spoil) {
        auto [header, use] = draft_use(sheet, device);
        spoil(use);
        cases.emplace_back(name,
                           network.governing(device, protocol::RecoveryClaim{.member = device.handle.member(), .action = use}));
    };
    spoilt("a flipped proof", [](auto& use) { use.proof.bytes[9] ^= 1; });
    spoilt("a proof of nothing", [](auto& use) { use.proof.bytes = {}; });
    spoilt("a proof by the device itself", [&](auto& use) {
        const auto line = protocol::recovery_line(network.state().network(), sheet.made, device.handle, device.device());
        use.proof = device.key.sign(crypto::Context::recovery, crypto::as_bytes(line));
    });
    spoilt("a proof for another device", [&](auto& use) { use.proof = draft_use(sheet, make_person("fr.01")).second.proof; });
    spoilt("a proof for another person", [&](auto& use) {
        const auto line =
            protocol::recovery_line(network.state().network(), sheet.made, *protocol::Handle::parse("fr.02"), device.device());
        use.proof = sheet.sign.sign(crypto::Context::recovery, crypto::as_bytes(line));
    });
    spoilt("a proof in another context", [&](auto& use) {
        const auto line = protocol::recovery_line(network.state().network(), sheet.made, device.handle, device.device());
        use.proof = sheet.sign.sign(crypto::Context::entry, crypto::as_bytes(line));
    });
    const auto before = tree();
    const auto first = recover(cases.front().second);
    EXPECT_EQ(first.status, 403u);
    EXPECT_EQ(first.problem(), "recovery-invalid");
    for (const auto& [name, entry] : cases) EXPECT_EQ(recover(entry), first) << name;
    EXPECT_EQ(tree(), before);
    EXPECT_EQ(recover(recovery_use(sheet, device)).status, 201u);
}

TEST_F(recovering, a_sheet_does_only_what_it_is_for) {
    const auto sheet = recovery_sheet("fr.01");
    const auto device = make_person("fr.01");
    const auto before = tree();
    const auto refusal = [&](const Person& author, const protocol::RecoveryUse& use, const std::string& member) {
        return recover(
                   network.governing(author, protocol::RecoveryClaim{.member = *protocol::Member::parse(member), .action = use}))
            .problem();
    };
    // Of another state, by somebody who is not designated, by somebody who does not hold it, with keys that were there before.
    const auto for_person = [&](const Person& author) { return draft_use(sheet, author).second; };
    EXPECT_NE(refusal(device, for_person(device), "de"), "");
    for (const char* handle : {"fr.02", "de.01"}) {
        const auto stranger = make_person(handle);
        const auto problem = refusal(stranger, for_person(stranger), "fr");
        EXPECT_TRUE(problem == "author-unknown" || problem == "not-authorised") << problem;
    }
    EXPECT_NE(refusal(network.person("fr.01"), for_person(network.person("fr.01")), "fr"), "");
    auto unsigned_use = recovery_use(sheet, device);
    unsigned_use.signature.bytes[1] ^= 1;
    EXPECT_EQ(recover(unsigned_use).problem(), "bad-signature");
    EXPECT_EQ(tree(), before);
    EXPECT_EQ(recover(recovery_use(sheet, device)).status, 201u);
}

TEST_F(recovering, nothing_else_comes_without_a_certificate) {
    const auto sheet = recovery_sheet("fr.01");
    const auto& person = network.person("fr.01");
    const auto device = make_person("fr.01");
    auto [header, form_a] = draft_use(sheet, person);
    form_a.keys.reset();   // by a known device: that has a certificate
    const protocol::RecoveryEnd end{.replaces = sheet.made};
    const auto member = person.handle.member();
    for (const auto& entry :
         {network.request(person), network.information(person), revocation(person, "fr.01"), device_entry(person, device),
          network.governing(person, protocol::RecoveryClaim{.member = member, .action = form_a}),
          network.governing(person, protocol::RecoveryClaim{.member = member, .action = end}), network.founding().front()}) {
        const auto answer = recover(entry);
        EXPECT_EQ(answer.status, 401u) << entry.header.kind;
        EXPECT_EQ(answer.problem(), "certificate-required") << entry.header.kind;
    }
}

TEST_F(recovering, what_is_no_call_is_refused_by_name) {
    const auto sheet = recovery_sheet("fr.01");
    const auto good = protocol::entry_bytes(recovery_use(sheet, make_person("fr.01")));
    const auto text = crypto::base64_encode(good);
    const auto before = tree();
    const auto problem = [&](const std::string& body) {
        return connect().post("/v1/enrolments", "application/json", crypto::as_bytes(body)).problem();
    };
    for (const std::string& body : std::vector<std::string>{
             R"({"recovery":1})", R"({"recovery":null})", R"({"recovery":[]})", R"({"recovery":{}})", R"({"recovery":"!"})",
             R"({"recovery":")" + text + R"(","token":"x"})", R"({"recovery":")" + text + R"(","recovery":")" + text + R"("})",
             R"({"recovery": ")" + text + R"("})", R"({"recovery":")" + text.substr(0, text.size() - 1) + R"("})",
             R"({"recovery":)", R"({"recovery":)" + std::string(100'000, '[') + "}", R"({"recovery":[")" + text + R"("]})"})
        EXPECT_EQ(problem(body), "enrolment-invalid") << body.substr(0, 60);
    EXPECT_EQ(problem(R"({"recovery":""})"), "malformed-entry");
    EXPECT_EQ(problem(protocol::recovery_call_json(crypto::as_bytes("nothing"))), "malformed-entry");
    auto longer = good;
    longer.push_back('x');
    EXPECT_EQ(problem(protocol::recovery_call_json(longer)), "body-mismatch");
    EXPECT_EQ(problem(R"({"recovery":")" + std::string(300'000, 'A') + R"("})"), "too-large");
    EXPECT_EQ(tree(), before);
    EXPECT_EQ(recover(good).status, 201u);
}

TEST_F(recovering, a_refusal_costs_no_more_than_that_of_another_enrolment) {
    const auto sheet = recovery_sheet("fr.01");
    RecoverySheet forged;
    forged.made = sheet.made;
    const auto recovery = protocol::recovery_call_json(protocol::entry_bytes(recovery_use(forged, make_person("fr.01"))));
    const auto file = network.invitation(network.officer(), "se.01", "localhost:7443");
    const auto enrolment = protocol::enrolment_call_json(network.enrolment(file, network.person("se.01")),
                                                         crypto::random_secret<protocol::EnrolmentToken>());
    auto client = connect();
    // The least of many: what is done each time, without what else the machine did.
    const auto least_us = [&](const std::string& body, const std::string& problem) {
        auto least = std::chrono::steady_clock::duration::max();
        for (int i = 0; i < 200; ++i) {
            const auto began = std::chrono::steady_clock::now();
            EXPECT_EQ(client.post("/v1/enrolments", "application/json", crypto::as_bytes(body)).problem(), problem);
            least = std::min(least, std::chrono::steady_clock::now() - began);
        }
        return std::chrono::duration<double, std::micro>(least).count();
    };
    const auto enrolment_us = least_us(enrolment, "token-mismatch");
    const auto recovery_us = least_us(recovery, "recovery-invalid");
    std::cout << "refused: an enrolment in " << enrolment_us << " us, a recovery in " << recovery_us << " us" << std::endl;
    EXPECT_LT(recovery_us, 2 * enrolment_us + 500);
}

}  // namespace
}  // namespace test
