// tests/id_object/seed_examples.h: demographicDetails as the seed prints them.
#pragma once
#include <string_view>

namespace id_object {
/// Of POST /applications.
inline constexpr std::string_view seed_post = R"json({
  "identity": {
    "IDSchemaVersion": 1,
    "fullName": [
      {
        "language": "eng",
        "value": "Puja Thakur"
      },
      {
        "language": "ara",
        "value": "پُجَ تهَكُر"
      }
    ],
    "dateOfBirth": "1996/01/01",
    "gender": [
      {
        "language": "eng",
        "value": "MLE"
      },
      {
        "language": "ara",
        "value": "MLE"
      }
    ],
    "addressLine1": [
      {
        "language": "eng",
        "value": "Green olive villa"
      },
      {
        "language": "ara",
        "value": "گرِِن ُلِڤِ ڤِللَ"
      }
    ],
    "residenceStatus": [
      {
        "language": "eng",
        "value": "FR"
      },
      {
        "language": "ara",
        "value": "FR"
      }
    ],
    "addressLine2": [
      {
        "language": "eng",
        "value": "22 ananda reddy Layout"
      },
      {
        "language": "ara",
        "value": "٢٢ َنَندَ رِددي لَيُُت"
      }
    ],
    "addressLine3": [
      {
        "language": "eng",
        "value": ""
      },
      {
        "language": "ara",
        "value": ""
      }
    ],
    "region": [
      {
        "language": "eng",
        "value": "RSK"
      },
      {
        "language": "ara",
        "value": "RSK"
      }
    ],
    "province": [
      {
        "language": "eng",
        "value": "KTA"
      },
      {
        "language": "ara",
        "value": "KTA"
      }
    ],
    "city": [
      {
        "language": "eng",
        "value": "KNT"
      },
      {
        "language": "ara",
        "value": "KNT"
      }
    ],
    "zone": [
      {
        "language": "eng",
        "value": "BNMR"
      },
      {
        "language": "ara",
        "value": "BNMR"
      }
    ],
    "postalCode": "14022",
    "phone": "9999999999",
    "email": "mosip@gmail.com",
    "referenceIdentityNumber": "12312312312312"
  }
})json";

/// Of GET /applications/{preRegistrationId}: places are one level off, and there is no such postal
/// code (sheet B.4.3).
inline constexpr std::string_view seed_get = R"json({
  "identity": {
    "referenceIdentityNumber": "9182345678456",
    "gender": [
      {
        "language": "fra",
        "value": "MLE"
      },
      {
        "language": "ara",
        "value": "MLE"
      }
    ],
    "city": [
      {
        "language": "fra",
        "value": "BNMR"
      },
      {
        "language": "ara",
        "value": "BNMR"
      }
    ],
    "postalCode": "56059",
    "fullName": [
      {
        "language": "fra",
        "value": "Rakesh P"
      },
      {
        "language": "ara",
        "value": "سهَسهَنك "
      }
    ],
    "zone": [
      {
        "language": "fra",
        "value": "14022"
      },
      {
        "language": "ara",
        "value": "14022"
      }
    ],
    "dateOfBirth": "1993/12/12",
    "IDSchemaVersion": 1,
    "province": [
      {
        "language": "fra",
        "value": "KTA"
      },
      {
        "language": "ara",
        "value": "KTA"
      }
    ],
    "phone": "9999999999",
    "addressLine1": [
      {
        "language": "fra",
        "value": "Line one"
      },
      {
        "language": "ara",
        "value": "سطر واحد"
      }
    ],
    "residenceStatus": [
      {
        "language": "fra",
        "value": "NFR"
      },
      {
        "language": "ara",
        "value": "NFR"
      }
    ],
    "addressLine2": [
      {
        "language": "fra",
        "value": "Line two"
      },
      {
        "language": "ara",
        "value": "سطر اثنان"
      }
    ],
    "addressLine3": [
      {
        "language": "fra",
        "value": ""
      },
      {
        "language": "ara",
        "value": ""
      }
    ],
    "region": [
      {
        "language": "fra",
        "value": "RSK"
      },
      {
        "language": "ara",
        "value": "RSK"
      }
    ],
    "email": "mosip@mosip.io"
  }
})json";
}  // namespace id_object
