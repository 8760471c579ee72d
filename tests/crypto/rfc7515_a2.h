// tests/crypto/rfc7515_a2.h: the published key and signature of RFC 7515, Appendix A.2, as
// BASE64URL.
#pragma once
#include <string_view>

namespace crypto {
inline constexpr std::string_view a2_message =
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
inline constexpr std::string_view a2_signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2F"
    "p5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQB"
    "MHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeY"
    "I2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
/// The same message and key under RS384 and RS512, by OpenSSL.
inline constexpr std::string_view a2_signature_384 =
    "QMlqnIk4Jg6V4BsZGDb3PTKORZPw-eoUq-FsnjYifl08H95otuD2EHkUuDdfTGjEcJ6tgIehmwfchztWsgwuobaeMb"
    "RS44doIjGi4FaIHX4XlKcIlUxSnJPQ2O8bWZF6vkvQaPBXjzwLDGKUTkJwwP052sCL-ivRWakkNETy66m2ODQjg4mN"
    "6EJI2o6_hRsklNEHPHjrTdOWnugAcEJ44e_fZ3cCFlP9009ITkx9ZgiVR8ViI-KBgCY90JDhxneWKNzWidZaTg6TcE"
    "UQo73V1H4WSbzUVa7aLTFVc5OTSX-kO6GNrlCSKHx-M_yPDowT9ovfNX_UXJzxxMWWwGaYCA";
inline constexpr std::string_view a2_signature_512 =
    "jVVNFquIjYtsXWDHTCFaq0UoNhuL2qq0KNQ3hx6V-dfxtc2obZ81vcL-mpmCxsnW5VzZtAuEM__uUpFTtoP65kGyVR"
    "8ebwUMhr_ra0JzpO4fS1SrHTu-f-GqPoN9LYXM_7pmT2dYbGw2-AqbLTutv-lBG04TQHbgJ3ISx14bjdACIRh8DGtQ"
    "wvHQBpV_S-KM_yweOiqt5ff5GckMaaGqSuDTlVupVE46NfXiE3tjf3PnnztWuOJ-lNNtQ0ojc-jGX7DpreVDWFkh4W"
    "pnC_dPVlhTpq8F-mKSsOEBc4B7-J_bnR80VNx2sCEq3GH49TRs2js-J0VIef8hX7H-3aQt4g";
/// The private key as DER PrivateKeyInfo.
inline constexpr std::string_view a2_pkcs8 =
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCh-BYK4uPJtGXOjS1lYmM2K5J9vinh8CR3_BYlzJ"
    "ChNuOL2TSXxbbqY913EeZ8dCn5VrD7io8ImtxLaYk8wTM_U-3QGbh3hCUv7JFP5IV3aVlL6kKA0ywPVb9ilE8TA5a8"
    "bpvfbr3SvaNnjuygxmj3AbONv_s4yDQs4v5tJ_reSlpIdJed1LnPmt7Ex1sFhSwsD174pcF1A5L5ROjtZMEQxrZHYJ"
    "qkeDrrnGya11UxMFBji4NmXG9veoKjlnAqH2QbgtPr8jkiGUkftoaHLFcW9Qr4NY2ai50Xw0Byj3-H2JoY2PyrZ62E"
    "WQwuz3WTOTY8BwNNb2BvniHgVFbK5emhAgMBAAECggEAEq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPE"
    "AeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-Gj"
    "BVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt"
    "4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWS"
    "eWjnczT0QU91p1DhOVRuOopznQKBgQDgHMQQ60imZV1URk0KpLttoLhyt3SmqdEf_kgHePDdtzEafpAu-cS191R2Ji"
    "uoF2yzWXnwFDcqGigp5BNr0AHQfD8_Lk8l1Mk09jxxCfui5nYooNyac8YFjm3vItzVCVDnEd3BbVWG8qf6deqElMGA"
    "g-C2V0L4oNXnP7LZcPAZRwKBgQC5A8R-CZW2MvRTLLHzwZkUXV866cff7tx6kqa0finGG0KgeqlaZPxgCZnFp7AeAc"
    "CMtiynVlJ7vMVgePsLq6XtON4tB5kP9jAPrq3rbAOal78eUH5OcED6eNuCV8ixEu1eWcPNCS_l1OW1EnXUEoEHKl54"
    "Xrrz2uNwkgMTP1FZ1wKBgAcCn1dwJKufzBWQxWQp1vsM5fggqPN1qGb5y0MAk3g7_Ls5bkUp5u9SN0Ai3Ya6hNnvWJ"
    "Mb7sXQX6U_zyO2M_hTip7tUeh7CXgwo59dkpN75gJLVds29-DAncu3KXU4f2Fa-7bLNrur53k8KwPOq2bbuTG69QtV"
    "7Jr5MR0AHWKNAoGBAIf_evpitUf-4JYbLpvNXWcY052Mpz22aR84mY3nh3F2LF2mjMJDpTg7FmuyPcVw6EcGyoAe9f"
    "a65iNqCq-jdw6PVNGo2hxfjSiZ8IIzHdsPXI89__pMjZcQK9r-CCoRjaZjOYiIDktVWZzmevJuv6WywUqd57LE3Zar"
    "3dLSIkx1AoGAIYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fh"
    "d_QJQ3ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFku"
    "Q3U";
/// The modulus; the exponent is AQAB.
inline constexpr std::string_view a2_modulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0B"
    "m4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5"
    "z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7"
    "aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

/// Keys that must be refused: P-256, and RSA of 1024 bits (made for this test, used nowhere).
inline constexpr std::string_view p256_pkcs8 =
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg31Gs9Eoo6qnsXuB983habodey-99dEorUs3msrYgPU"
    "ehRANCAAQMCHbsp-kR5_KFG75ekh_km23ePaphgN-TKbE26khM_BqBEDNSczb5QDkSn75k3OvreOiJcskFro3PBv_p"
    "PQkX";
inline constexpr std::string_view rsa_1024_pkcs8 =
    "MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBALiWrlxNNNCmxpZrk4NPbgJi76uPigrsjNmHh-MBCX"
    "TWwzb3I0R0l8eYFT5TRpaDMHGlBPLcChuNuXwTsNh0EQlZo-w09a5QK3jKHAGIlwv1JedVEKifVwaE2NsVklAVXaRF"
    "J_qBvDVERnNxqDqlRUoImGplHSwcW94JdsOt59h3AgMBAAECgYBayqqqdcMzmcR1-iXNYYU_oUA3h1ujseQ5nqMk8b"
    "6f_H56i6aKJjr9jn1scXN31sE-NKexeK90DAqez-SdIsG5nBjQuqnbNpIvhx5ByYNfM4W1It8bNCLlekAykI0s0MpP"
    "mDuvhYQePbOEJD0RZ4KVlApTTnQfQa3ibDNf2KQUIQJBAOt-67JEo5slD4tbft9HlJVlooJZZhmbJ7m7gohipx-jOc"
    "nqJeOiAhgNNNn5ZITKoBp3wrFhuzJ8FKYrbdTR5gcCQQDIqRDHek0CQTPb1xDFhqOwfqxcs1oZbKm96QL_b-3YpQ7G"
    "R7xaqhrjdsEJWbx6haFrcKgkABNKa4cS_VkCN14RAkBUNpL6sOkAtgQVBacdGW_c7PdsPaPxTDasiI1pUD4LZkdoGT"
    "9rY6f0CeT4feKgSgVu8ZzB6f0TVKPduHISRO1JAkEAx8HW3F5aL3Ztg9sT7S_d4KQaPqaleU39pPtEarook1Wt4aIk"
    "VjWlUvAzt3VH9sj1KxoZqM0SZzGoZDUl2Nj5oQJBAMErWKkDINBsPZqFQv5QrEpO8uZM0Nt9-EnvFWrY7pR1QbJHLq"
    "n1-vjrqcbEN8Du1-_w3vu0POaoveVxgOBaNms";
inline constexpr std::string_view rsa_1024_modulus =
    "uJauXE000KbGlmuTg09uAmLvq4-KCuyM2YeH4wEJdNbDNvcjRHSXx5gVPlNGloMwcaUE8twKG425fBOw2HQRCVmj7D"
    "T1rlAreMocAYiXC_Ul51UQqJ9XBoTY2xWSUBVdpEUn-oG8NURGc3GoOqVFSgiYamUdLBxb3gl2w63n2Hc";
}  // namespace crypto
